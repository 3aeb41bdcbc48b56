-- What the assistant is to remind people of. A row goes when its reminder has been said, or was cancelled. The place of the
-- question that asked for it is unique: a question that is met again after a crash makes no second reminder.

-- People cancel by the id. InnoDB remembers the last one it gave, so that of a reminder that is gone is never given again.
CREATE TABLE IF NOT EXISTS reminders (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_id BIGINT NOT NULL,
  conversation_id BIGINT NOT NULL,
  asked_seq BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  language ENUM('en', 'zh') NOT NULL,
  text VARCHAR(2000) NOT NULL,
  UNIQUE KEY reminders_asked (conversation_id, asked_seq),
  KEY reminders_due (due_at, id),
  KEY reminders_user (user_id, due_at),
  FOREIGN KEY (user_id) REFERENCES users (id),
  FOREIGN KEY (conversation_id) REFERENCES conversations (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
