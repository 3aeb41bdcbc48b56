import { ASSISTANT } from '../../protocol/limits.ts'
import type { Evidence, Violation } from './evidence.ts'
import type { ClientEvent } from './history-log.ts'
import type { Ledger } from './ledger.ts'

/**
 * [G-4] A cursor is never ahead of what its user acknowledged, or a message would not be offered to them; it may be behind by what a crash took.
 * What one wrote oneself right behind it counts as received.
 */
export function checkCursors({ events }: Evidence, ledger: Ledger): Violation[] {
  const acknowledged = new Map<string, number>()
  const receipts = new Map<string, number>()
  const limit = (user: string, conversation: string): number => {
    // It lives in the server, and no log shows what it acknowledges.
    if (user === ASSISTANT) return ledger.head(conversation)
    let seq = acknowledged.get(`${user} ${conversation}`) ?? 0
    while (ledger.bySeq(conversation, seq + 1)?.from === user) seq += 1
    return seq
  }
  return events.flatMap((event): Violation[] => {
    if (event.type === 'cursor') {
      const key = `${event.user} ${event.conversation}`
      acknowledged.set(key, Math.max(event.seq, acknowledged.get(key) ?? 0))
      return []
    }
    if (event.type === 'login') return checkLogin(event, limit)
    if (event.type === 'missed') return checkMissed(event, ledger, limit)
    if (event.type === 'receipt') return checkReceipt(event, receipts, limit)
    return []
  })
}

type Limit = (user: string, conversation: string) => number

function checkLogin(
  { user, chats }: Extract<ClientEvent, { type: 'login' }>,
  limit: Limit,
): Violation[] {
  return [...chats].flatMap(([conversation, { received }]): Violation[] => {
    const most = limit(user, conversation)
    if (received <= most) return []
    const what = `${conversation}: ${user}'s cursor is at ${received}, and they acknowledged ${most}`
    return [{ kind: 'cursor', what }]
  })
}

/** From the cursor on without gaps: what is left out here is missed for good. */
function checkMissed(
  { user, chats, more, askedAt }: Extract<ClientEvent, { type: 'missed' }>,
  ledger: Ledger,
  limit: Limit,
): Violation[] {
  return [...ledger.stored.keys()]
    .filter((conversation) => ledger.isMember(user, conversation))
    .flatMap((conversation): Violation[] => {
      const most = limit(user, conversation)
      const messages = chats.get(conversation)
      const from = messages?.[0]?.seq
      if (messages === undefined || from === undefined) {
        const known = ledger.knownBefore(conversation, askedAt)
        if (more || known <= most) return []
        const what = `${conversation}: ${user} acknowledged ${most}, ${known} was known, and nothing was missed`
        return [{ kind: 'cursor', what }]
      }
      if (from <= most + 1 && messages.every(({ seq }, i) => seq === from + i)) return []
      const what = `${conversation}: ${user} acknowledged ${most}, and missed ${messages.map(({ seq }) => seq)}`
      return [{ kind: 'cursor', what }]
    })
}

/** [P-7] Forward only on a connection, never beyond what the other side acknowledged. */
function checkReceipt(
  receipt: Extract<ClientEvent, { type: 'receipt' }>,
  former: Map<string, number>,
  limit: Limit,
): Violation[] {
  const { conversation, user, connection, about } = receipt
  const most = limit(about, conversation)
  return (['received', 'read'] as const).flatMap((which): Violation[] => {
    const seq = receipt[which]
    if (seq === undefined) return []
    const key = `${connection} ${conversation} ${about} ${which}`
    const before = former.get(key) ?? 0
    former.set(key, seq)
    if (seq >= before && seq <= most) return []
    const what = `${conversation}: ${user} heard that ${about} has ${which} ${seq}, after ${before}; acknowledged was ${most}`
    return [{ kind: 'cursor', what }]
  })
}
