-- What the assistant is to remind people of. A row goes when its reminder has been said, or was cancelled. The place of the
-- question that asked for it is unique: a question that is met again after a crash makes no second reminder.

-- AUTOINCREMENT: people cancel by this number, so that of a reminder that is gone is never given to another one.
CREATE TABLE reminders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES users (id),
  conversation_id INTEGER NOT NULL REFERENCES conversations (id),
  asked_seq INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('en', 'zh')),
  text TEXT NOT NULL,
  UNIQUE (conversation_id, asked_seq)
) STRICT;
CREATE INDEX reminders_due ON reminders (due_at, id);
CREATE INDEX reminders_user ON reminders (user_id, due_at);
