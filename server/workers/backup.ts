import { constants } from 'node:fs'
import { access, lstat, rm } from 'node:fs/promises'
import { dirname, isAbsolute } from 'node:path'
import { Piscina } from 'piscina'
import { ChatError } from '../chat-error.ts'
import type { BackupOrder, BackupOutcome } from './backup-worker.ts'
import { workerFile } from './worker-file.ts'

const ONE_AT_A_TIME_RETRY_MS = 5_000

/** Copies of the database while it is in use, each made by a thread of its own: the journal's goes on. */
export class Backup {
  /** The database's file; undefined: it is no file of ours. */
  readonly #source: string | undefined
  #underWay: { pool: Piscina; partial: string } | undefined
  #isBusy = false

  constructor(databaseUrl: string) {
    this.#source = databaseUrl.startsWith('sqlite:')
      ? databaseUrl.slice('sqlite:'.length)
      : undefined
  }

  /** Rejects with a ChatError that says why this backup cannot be had. */
  async check(file: string): Promise<void> {
    if (this.#source === undefined) throw refuse(OTHER_TOOL)
    if (!isAbsolute(file) || file.includes('\0')) {
      throw refuse('The file must be an absolute path on the server’s machine.', 'file')
    }
    if (this.#isBusy) {
      const message = 'Another backup is being made.'
      throw new ChatError('busy', { message, retryAfterMs: ONE_AT_A_TIME_RETRY_MS })
    }
    if (await isThere(file)) throw overwriting(file)
    const folder = dirname(file)
    await access(folder, constants.W_OK | constants.X_OK).catch((cause: Error) => {
      throw refuse(`The folder ${folder} cannot be written to: ${cause.message}.`, 'file')
    })
  }

  /** @returns the size of the copy, once it is on the disk. Rejects with a ChatError, and then leaves no file. */
  async make(target: string): Promise<number> {
    await this.check(target)
    this.#isBusy = true
    try {
      const partial = `${target}.partial-${process.pid}`
      const result = await this.#run({ source: this.#source ?? '', partial, target })
      if (result.ok) return result.bytes
      if (result.code === 'EEXIST') throw overwriting(target)
      throw new ChatError('internal', { message: `The backup failed: ${result.message}.` })
    } finally {
      this.#isBusy = false
    }
  }

  /** Gives up a backup that is being made. */
  async close(): Promise<void> {
    if (this.#underWay === undefined) return
    const { pool, partial } = this.#underWay
    await pool.destroy()
    await rm(partial, { force: true })
  }

  async #run(order: BackupOrder): Promise<BackupOutcome> {
    // Made for this one copy: backups are rare, and a thread that waits for the next would hold memory.
    const pool = new Piscina({
      filename: workerFile('backup-worker', import.meta.url),
      name: 'handle',
      minThreads: 1,
      maxThreads: 1,
    })
    this.#underWay = { pool, partial: order.partial }
    try {
      return (await pool.run(order)) as BackupOutcome
    } catch (error) {
      // The thread died, or was ended because the server stops.
      return { ok: false, code: undefined, message: (error as Error).message }
    } finally {
      this.#underWay = undefined
      await pool.destroy()
    }
  }
}

const OTHER_TOOL =
  'This server keeps its data in MariaDB or MySQL, which has tools of its own: mariadb-dump --single-transaction DATABASE > FILE, or mariabackup.'

const refuse = (message: string, field?: string): ChatError =>
  new ChatError('bad_request', { message, ...(field === undefined ? {} : { field }) })

const overwriting = (file: string): ChatError =>
  new ChatError('conflict', { message: `${file} is there already, and is not overwritten.` })

async function isThere(file: string): Promise<boolean> {
  try {
    await lstat(file)
    return true
  } catch {
    // Any other trouble with it shows when its folder is looked at, or when it is written.
    return false
  }
}
