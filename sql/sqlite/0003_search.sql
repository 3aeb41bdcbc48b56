-- Search. Messages are indexed behind their commit, a stretch of consecutive messages of one conversation at a time: decision 12 says why.

-- Every message up to here is in the index; what is newer is found by reading it.
ALTER TABLE conversations ADD COLUMN indexed_seq INTEGER NOT NULL DEFAULT 0;

-- Both ends are included. The times are the earliest and the latest of its messages. Within a conversation later stretches have higher ids.
CREATE TABLE search_stretches (
  id INTEGER PRIMARY KEY,
  conversation_id INTEGER NOT NULL,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL
) STRICT;

-- Row by row the terms of a stretch, made by the program: each is eight letters for one word of that conversation. Only which rows a term is in
-- is kept: neither the text nor the place in it.
CREATE VIRTUAL TABLE search_index USING fts5 (words, content = '', detail = none, columnsize = 0, tokenize = 'ascii');

-- By itself FTS5 merges its segments inside a transaction that happens to be the fourth, for up to 0.4 s. The program merges a little after each one instead
-- (`tidyIndex`); should it not keep up, this many segments of one level are merged by FTS5 after all.
INSERT INTO search_index (search_index, rank) VALUES ('automerge', 0);
INSERT INTO search_index (search_index, rank) VALUES ('crisismerge', 64);
