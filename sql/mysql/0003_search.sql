-- Search. Messages are indexed behind their commit, a stretch of consecutive messages of one conversation at a time: decision 12 says why.

-- Every message up to here is in the index; what is newer is found by reading it.
ALTER TABLE conversations ADD COLUMN indexed_seq BIGINT NOT NULL DEFAULT 0;

-- Both ends are included. The times are the earliest and the latest of its messages. Within a conversation later stretches have higher ids.
CREATE TABLE IF NOT EXISTS search_stretches (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  conversation_id BIGINT NOT NULL,
  first_seq BIGINT NOT NULL,
  last_seq BIGINT NOT NULL,
  first_at BIGINT NOT NULL,
  last_at BIGINT NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

-- Row by row the terms of a stretch, made by the program: each is eight ASCII letters for one word of that conversation, which is longer than the
-- least length of a word here, and no stop word. `rowid` is the stretch; SQLite calls it so.
CREATE TABLE IF NOT EXISTS search_index (
  rowid BIGINT NOT NULL PRIMARY KEY,
  words MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  FULLTEXT KEY search_index_words (words)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
