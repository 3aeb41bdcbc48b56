-- The tables of the first version. Times are milliseconds since 1970 (UTC). Folded names are NFKC and case folded by
-- the program, and compared byte by byte.

CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  folded TEXT NOT NULL UNIQUE,
  nickname TEXT NOT NULL,
  folded_nickname TEXT NOT NULL,
  bio TEXT NOT NULL DEFAULT '',
  -- A PHC string of argon2id; empty: nobody can log in.
  password_hash TEXT NOT NULL,
  role TEXT NOT NULL DEFAULT 'user',
  banned_until INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  -- The end of the user's last session.
  seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX users_folded_nickname ON users (folded_nickname);

-- A token itself is never stored, only its SHA-256.
CREATE TABLE tokens (
  hash BLOB PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id),
  device TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_user ON tokens (user_id);
CREATE INDEX tokens_expires ON tokens (expires_at);

-- Two rows per pair, one as each side sees it. `blocked`: user_id has blocked other_id; it lies over the state.
CREATE TABLE friendships (
  user_id INTEGER NOT NULL REFERENCES users (id),
  other_id INTEGER NOT NULL REFERENCES users (id),
  state TEXT NOT NULL DEFAULT 'none' CHECK (state IN ('none', 'friends', 'incoming', 'outgoing')),
  blocked INTEGER NOT NULL DEFAULT 0,
  note TEXT NOT NULL DEFAULT '',
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, other_id)
) STRICT, WITHOUT ROWID;

-- Direct chats and rooms are one thing. A direct chat has its two users, the lower id first; a room has a name. A closed
-- room has lost its name (folded IS NULL), so that another room may take it.
CREATE TABLE conversations (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('direct', 'room')),
  low_user_id INTEGER REFERENCES users (id),
  high_user_id INTEGER REFERENCES users (id),
  name TEXT NOT NULL DEFAULT '',
  folded TEXT UNIQUE,
  topic TEXT NOT NULL DEFAULT '',
  private INTEGER NOT NULL DEFAULT 0,
  owner_id INTEGER REFERENCES users (id),
  -- Kept beside the rows of members: a log-in asks for it in every chat, and counting a room of 10,000 would cost it dear.
  member_count INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  UNIQUE (low_user_id, high_user_id)
) STRICT;

-- received_seq and read_seq are cursors: everything up to them has reached, or been read by, the member. joined_seq was the
-- newest message at the joining: in a private room the member sees what came after it.
CREATE TABLE members (
  conversation_id INTEGER NOT NULL REFERENCES conversations (id),
  user_id INTEGER NOT NULL REFERENCES users (id),
  role TEXT NOT NULL DEFAULT 'member',
  joined_seq INTEGER NOT NULL DEFAULT 0,
  received_seq INTEGER NOT NULL DEFAULT 0,
  read_seq INTEGER NOT NULL DEFAULT 0,
  joined_at INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_user ON members (user_id, conversation_id);

CREATE TABLE invitations (
  conversation_id INTEGER NOT NULL REFERENCES conversations (id),
  user_id INTEGER NOT NULL REFERENCES users (id),
  inviter_id INTEGER NOT NULL REFERENCES users (id),
  invited_at INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, user_id)
) STRICT, WITHOUT ROWID;

-- The primary key is the fence between servers that write to one conversation; UNIQUE (sender_id, cid) is the permanent
-- dedupe [G-2]. No foreign keys here: this is the hot path, and the program writes ids that it has just resolved.
CREATE TABLE messages (
  conversation_id INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  sender_id INTEGER NOT NULL,
  cid TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  text TEXT NOT NULL,
  recalled INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (conversation_id, seq),
  UNIQUE (sender_id, cid)
) STRICT, WITHOUT ROWID;

-- What operators did.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  operator TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX audit_at ON audit (at);

INSERT INTO users (id, name, folded, nickname, folded_nickname, bio, password_hash, role, created_at, seen_at)
VALUES (1, 'assistant', 'assistant', '小助手', '小助手', '', '', 'assistant', 0, 0);
