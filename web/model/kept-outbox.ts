import type { KeptMessages, OutgoingMessage } from '../../client/sync/kept-messages.ts'
import { foldName } from '../../protocol/names.ts'
import type { Shelf } from './shelf.ts'

/**
 * One user's messages without an answer, kept over a reload. Each lies by itself, so that two tabs do not overwrite each other's. A tab that
 * opens takes on all that are there, those of a tab that still lives among them: the `cid` is the same, and so each is stored once [G-2].
 */
export class KeptOutbox implements KeptMessages {
  readonly #shelf: Shelf
  readonly #prefix: string

  constructor(shelf: Shelf, user: string) {
    this.#shelf = shelf
    this.#prefix = `out:${foldName(user)}:`
  }

  keep({ cid, ...rest }: OutgoingMessage): void {
    this.#shelf.set(this.#prefix + cid, JSON.stringify(rest))
  }

  drop(cid: string): void {
    this.#shelf.remove(this.#prefix + cid)
  }

  /** In the order in which they were written. */
  load(): OutgoingMessage[] {
    return this.#keys()
      .map((key) => readKept(key.slice(this.#prefix.length), this.#shelf.get(key)))
      .filter((one) => one !== undefined)
      .toSorted((a, b) => a.writtenAt - b.writtenAt)
  }

  clear(): void {
    for (const key of this.#keys()) this.#shelf.remove(key)
  }

  #keys(): string[] {
    return this.#shelf.keys().filter((key) => key.startsWith(this.#prefix))
  }
}

function readKept(cid: string, json = ''): OutgoingMessage | undefined {
  try {
    const { chat, text, writtenAt } = JSON.parse(json) as Record<string, unknown>
    if (typeof chat !== 'string' || typeof text !== 'string') return undefined
    return typeof writtenAt === 'number' ? { cid, chat, text, writtenAt } : undefined
  } catch {
    // Damaged, or just removed by another tab.
    return undefined
  }
}
