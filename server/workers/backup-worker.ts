// Runs on: backup worker
import { link, open, stat, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { copySqlite } from '../storage/sqlite-backup.ts'

export interface BackupOrder {
  source: string
  /** Where it is written until it is whole. */
  partial: string
  target: string
}

/** Plain data: an Error would lose its code on the way. */
export type BackupOutcome =
  | { ok: true; bytes: number }
  | { ok: false; code: string | undefined; message: string }

/** What Piscina calls. Never rejects: a failure is an outcome. */
export async function handle(order: BackupOrder): Promise<BackupOutcome> {
  try {
    return { ok: true, bytes: await backUp(order) }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return { ok: false, code, message }
  }
}

/**
 * Writes beside the target and links it into place when it is whole: whoever sees the file sees a complete one, and nothing that was there is overwritten even if
 * it came this very moment.
 */
async function backUp({ source, partial, target }: BackupOrder): Promise<number> {
  // Nobody else may read what everybody wrote.
  await (await open(partial, 'wx', 0o600)).close()
  try {
    await copySqlite(source, partial)
    await onDisk(partial)
    await link(partial, target)
    await onDisk(dirname(target))
    return (await stat(target)).size
  } finally {
    await unlink(partial)
  }
}

async function onDisk(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
