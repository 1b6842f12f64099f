-- The schema as it should be. `todo makemigrations NAME` compares it with what the numbered files of
-- ../migrations produce and writes the difference as the next file.
CREATE TABLE item (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  title TEXT NOT NULL,
  done INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX item_by_done ON item (done, id);
