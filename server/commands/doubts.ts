import { foldName } from '../../protocol/names.ts'
import type { Directory } from '../directory/directory.ts'
import { reconcile } from '../directory/reconcile.ts'
import type { StorageApi } from '../workers/storage-api.ts'

/** A long outage leaves many tries behind. Who was forgotten is right again at the next log-in. */
const MAX_NAMES = 10_000
/** Each time the user changed while the answer was on its way. */
const MAX_READS = 5

export interface DoubtsParts {
  directory: Directory
  storage: Pick<StorageApi, 'loginState'>
  /** A failure that leaves open whether the work was done. */
  isOutage(error: unknown): boolean
  /** The work itself, where it may still be done after such a failure. Never rejects. */
  underWay(error: unknown): Promise<unknown> | undefined
}

/**
 * Users of whom memory may be behind the database: a change of theirs was under way when the database went, and may have been made all the same. Once the
 * database answers again they are read anew.
 */
export class Doubts {
  readonly #parts: DoubtsParts
  #names = new Set<string>()

  constructor(parts: DoubtsParts) {
    this.#parts = parts
  }

  /** `foldedNames`: whom the change concerns. Passes on what `work` gives, or its failure. */
  async during<T>(foldedNames: readonly string[], work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (this.#parts.isOutage(error)) this.#doubt(foldedNames, this.#parts.underWay(error))
      throw error
    }
  }

  /** The database may answer others before it has done this, and what is read then is soon wrong again: it is read once more at the end. */
  #doubt(names: readonly string[], underWay: Promise<unknown> | undefined): void {
    const noteAll = (): void => {
      for (const name of names) this.#note(name)
    }
    noteAll()
    underWay
      ?.then(() => {
        noteAll()
        return this.settle()
      })
      .catch(() => {
        // Who was not read stays in doubt until the database is back.
      })
  }

  /** The database answers. Rejects with what it could not do; who was not read stays in doubt. */
  async settle(): Promise<void> {
    const names = this.#names
    if (names.size === 0) return
    this.#names = new Set()
    try {
      for (const user of [...this.#parts.directory.users()]) {
        const name = foldName(user.name)
        if (!names.has(name)) continue
        await this.#read(user.id)
        names.delete(name)
      }
      // The rest is offline, and read at the next log-in.
    } catch (error) {
      for (const name of names) this.#note(name)
      throw error
    }
  }

  async #read(userId: number): Promise<void> {
    const { directory, storage } = this.#parts
    for (let reads = 0; reads < MAX_READS; reads += 1) {
      const { version } = directory
      const state = await storage.loginState(userId)
      if (directory.changedSince(userId, version)) continue
      const user = directory.user(userId)
      if (user === undefined) return
      // A log-in that read before this must not bring the old state back.
      directory.changed(userId)
      return reconcile(directory, user, state)
    }
  }

  #note(name: string): void {
    this.#names.add(name)
    if (this.#names.size <= MAX_NAMES) return
    for (const oldest of this.#names) {
      this.#names.delete(oldest)
      break
    }
  }
}
