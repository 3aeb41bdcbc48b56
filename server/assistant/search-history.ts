import { roomAddress } from '../../protocol/names.ts'
import type { Finding, SearchHistory } from './commands/search.ts'

/** A page may be short, or empty, and still not be the last; nobody waits for more than a few. */
const MAX_PAGES = 5

interface Found {
  chat: { kind: 'direct' | 'room'; name: string }
  message: { sender: string; at: number; text: string; recalled: boolean }
}

/** The part of the store that it needs. `Place` is the store's own business. */
export interface SearchStorage<Place> {
  search(query: {
    userId: number
    text: string
    from?: Place
    limit: number
  }): Promise<{ found: Found[]; next?: Place }>
}

export function searchHistory<Place>(storage: SearchStorage<Place>): SearchHistory {
  return async (userId, text, limit) => {
    const findings: Finding[] = []
    let from: Place | undefined
    for (let pages = 0; pages < MAX_PAGES && findings.length < limit; pages += 1) {
      const rest = limit - findings.length
      const start = from === undefined ? {} : { from }
      const { found, next } = await storage.search({ userId, text, ...start, limit: rest })
      findings.push(...found.filter(({ message }) => !message.recalled).map(toFinding))
      if (next === undefined) break
      from = next
    }
    return findings
  }
}

const toFinding = ({ chat, message: { sender, at, text } }: Found): Finding => ({
  chat: chat.kind === 'room' ? roomAddress(chat.name) : chat.name,
  ...{ from: sender, at, text },
})
