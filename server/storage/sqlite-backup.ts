// Runs on: backup worker
import Database from 'better-sqlite3'

/** A step reads so many pages and then lets this thread breathe; the server's own threads do not wait for it at all. */
const PAGES_PER_STEP = 250

/**
 * Copies a database that others write to, as it was at one moment. @returns the pages of the copy, which is on the disk.
 * `target` must be an empty file or none.
 */
export async function copySqlite(source: string, target: string): Promise<number> {
  const db = new Database(source, { readonly: true, fileMustExist: true })
  try {
    // The transaction holds the moment. Without it the copy would start anew whenever somebody commits, and under load never end.
    db.exec('BEGIN')
    db.prepare('SELECT COUNT(*) FROM sqlite_schema').get()
    const { totalPages } = await db.backup(target, { progress: () => PAGES_PER_STEP })
    return totalPages
  } finally {
    db.close()
  }
}
