import { foldName } from '../../protocol/names.ts'

/** What became of one's own message at the other side. */
export type Mark = 'stored' | 'delivered' | 'read'

interface Progress {
  received: number
  read: number
}

export interface Receipt {
  chat: string
  user: string
  received?: number
  read?: number
}

const MAX_CHATS = 2_000
const MAX_MEMBERS = 50

/** How far the others have received and read each chat, as far as we were told. In a room one of them is enough for a mark. */
export class Receipts {
  readonly #chats = new Map<string, Map<string, Progress>>()

  take({ chat, user, received = 0, read = 0 }: Receipt): void {
    const members = this.#members(foldName(chat))
    const key = foldName(user)
    const before = members.get(key)
    if (before === undefined && members.size >= MAX_MEMBERS) return
    // What was read has been received, too.
    members.set(key, {
      received: Math.max(before?.received ?? 0, received, read),
      read: Math.max(before?.read ?? 0, read),
    })
  }

  markOf(chat: string, seq: number): Mark {
    if (this.#count(chat, ({ read }) => read >= seq) > 0) return 'read'
    return this.#count(chat, ({ received }) => received >= seq) > 0 ? 'delivered' : 'stored'
  }

  /** How many others have read up to there. */
  readers(chat: string, seq: number): number {
    return this.#count(chat, ({ read }) => read >= seq)
  }

  forget(chat: string): void {
    this.#chats.delete(foldName(chat))
  }

  /** To keep them over a reload: the server tells only what moves from then on. */
  toJson(): string {
    return JSON.stringify([...this.#chats].map(([chat, members]) => [chat, [...members]]))
  }

  /** What was kept; whatever makes no sense is left out. */
  restore(json: string | undefined): void {
    for (const [chat, members] of pairs(parsed(json))) {
      for (const [user, progress] of pairs(members)) {
        const { received, read } = (progress ?? {}) as Partial<Progress>
        if (Number.isSafeInteger(received) && Number.isSafeInteger(read)) {
          this.take({ chat, user, received: received as number, read: read as number })
        }
      }
    }
  }

  #count(chat: string, fits: (progress: Progress) => boolean): number {
    const members = this.#chats.get(foldName(chat))
    return members === undefined ? 0 : [...members.values()].filter(fits).length
  }

  #members(key: string): Map<string, Progress> {
    const members = this.#chats.get(key) ?? new Map<string, Progress>()
    // The one that moved last is the last; the one that has been quiet longest goes first.
    this.#chats.delete(key)
    this.#chats.set(key, members)
    const [oldest] = this.#chats.keys()
    if (this.#chats.size > MAX_CHATS && oldest !== undefined) this.#chats.delete(oldest)
    return members
  }
}

function parsed(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? '[]')
  } catch {
    // Damaged: the marks begin anew.
    return []
  }
}

function pairs(value: unknown): [string, unknown][] {
  if (!Array.isArray(value)) return []
  return value.filter(
    (one): one is [string, unknown] => Array.isArray(one) && typeof one[0] === 'string',
  )
}
