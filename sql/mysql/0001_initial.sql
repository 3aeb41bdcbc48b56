-- The tables of the first version. Times are milliseconds since 1970 (UTC). Folded names are NFKC and case folded by
-- the program, and compared byte by byte: hence VARBINARY, because utf8mb4_bin takes 'li' and 'li ' for the same. DDL
-- commits by itself here, so every statement can be repeated: a migration that was killed half-way is run again from its
-- start.

CREATE TABLE IF NOT EXISTS users (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(64) NOT NULL,
  folded VARBINARY(255) NOT NULL UNIQUE,
  nickname VARCHAR(128) NOT NULL,
  folded_nickname VARBINARY(1020) NOT NULL,
  bio VARCHAR(1000) NOT NULL DEFAULT '',
  -- A PHC string of argon2id; empty: nobody can log in.
  password_hash VARCHAR(255) NOT NULL,
  role VARCHAR(16) NOT NULL DEFAULT 'user',
  banned_until BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  -- The end of the user's last session.
  seen_at BIGINT NOT NULL,
  KEY users_folded_nickname (folded_nickname)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- A token itself is never stored, only its SHA-256.
CREATE TABLE IF NOT EXISTS tokens (
  hash BINARY(32) NOT NULL PRIMARY KEY,
  user_id BIGINT NOT NULL,
  device VARCHAR(128) NOT NULL,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  KEY tokens_user (user_id),
  KEY tokens_expires (expires_at),
  FOREIGN KEY (user_id) REFERENCES users (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Two rows per pair, one as each side sees it. `blocked`: user_id has blocked other_id; it lies over the state.
CREATE TABLE IF NOT EXISTS friendships (
  user_id BIGINT NOT NULL,
  other_id BIGINT NOT NULL,
  state ENUM('none', 'friends', 'incoming', 'outgoing') NOT NULL DEFAULT 'none',
  blocked TINYINT NOT NULL DEFAULT 0,
  note VARCHAR(400) NOT NULL DEFAULT '',
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, other_id),
  FOREIGN KEY (user_id) REFERENCES users (id),
  FOREIGN KEY (other_id) REFERENCES users (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Direct chats and rooms are one thing. A direct chat has its two users, the lower id first; a room has a name. A closed
-- room has lost its name (folded IS NULL), so that another room may take it.
CREATE TABLE IF NOT EXISTS conversations (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  kind ENUM('direct', 'room') NOT NULL,
  low_user_id BIGINT NULL,
  high_user_id BIGINT NULL,
  name VARCHAR(64) NOT NULL DEFAULT '',
  folded VARBINARY(255) NULL UNIQUE,
  topic VARCHAR(400) NOT NULL DEFAULT '',
  private TINYINT NOT NULL DEFAULT 0,
  owner_id BIGINT NULL,
  -- Kept beside the rows of members: a log-in asks for it in every chat, and counting a room of 10,000 would cost it dear.
  member_count BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  UNIQUE KEY conversations_pair (low_user_id, high_user_id),
  FOREIGN KEY (low_user_id) REFERENCES users (id),
  FOREIGN KEY (high_user_id) REFERENCES users (id),
  FOREIGN KEY (owner_id) REFERENCES users (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- received_seq and read_seq are cursors: everything up to them has reached, or been read by, the member. joined_seq was the
-- newest message at the joining: in a private room the member sees what came after it.
CREATE TABLE IF NOT EXISTS members (
  conversation_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  role VARCHAR(16) NOT NULL DEFAULT 'member',
  joined_seq BIGINT NOT NULL DEFAULT 0,
  received_seq BIGINT NOT NULL DEFAULT 0,
  read_seq BIGINT NOT NULL DEFAULT 0,
  joined_at BIGINT NOT NULL,
  PRIMARY KEY (conversation_id, user_id),
  KEY members_user (user_id, conversation_id),
  FOREIGN KEY (conversation_id) REFERENCES conversations (id),
  FOREIGN KEY (user_id) REFERENCES users (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS invitations (
  conversation_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  inviter_id BIGINT NOT NULL,
  invited_at BIGINT NOT NULL,
  PRIMARY KEY (conversation_id, user_id),
  FOREIGN KEY (conversation_id) REFERENCES conversations (id),
  FOREIGN KEY (user_id) REFERENCES users (id),
  FOREIGN KEY (inviter_id) REFERENCES users (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- The primary key is the fence between servers that write to one conversation; UNIQUE (sender_id, cid) is the permanent
-- dedupe [G-2]; cid is compared byte by byte, trailing spaces included, hence VARBINARY. No foreign keys here: this is
-- the hot path, and the program writes ids that it has just resolved.
CREATE TABLE IF NOT EXISTS messages (
  conversation_id BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  sender_id BIGINT NOT NULL,
  cid VARBINARY(64) NOT NULL,
  sent_at BIGINT NOT NULL,
  text MEDIUMTEXT NOT NULL,
  recalled TINYINT NOT NULL DEFAULT 0,
  PRIMARY KEY (conversation_id, seq),
  UNIQUE KEY messages_sender_cid (sender_id, cid)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- What operators did.
CREATE TABLE IF NOT EXISTS audit (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  at BIGINT NOT NULL,
  operator VARCHAR(64) NOT NULL,
  action VARCHAR(32) NOT NULL,
  target VARCHAR(255) NOT NULL DEFAULT '',
  reason VARCHAR(1000) NOT NULL DEFAULT '',
  KEY audit_at (at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

INSERT IGNORE INTO users (id, name, folded, nickname, folded_nickname, bio, password_hash, role, created_at, seen_at)
VALUES (1, 'assistant', 'assistant', '小助手', '小助手', '', '', 'assistant', 0, 0);
