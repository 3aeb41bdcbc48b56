import { DEFAULT_ADMIN_PAGE, type SessionOrder } from '../../../protocol/admin.ts'
import type { SessionInfo } from '../../../protocol/admin-entities.ts'
import type { Clock } from '../../clock.ts'
import type { Session } from '../../sessions/session.ts'
import type { AdminCommand } from '../admin-command.ts'

/** By what each order compares; compared as they are, because a sorting by the rules of a language takes ten times as long. */
const KEYS: { readonly [O in Exclude<SessionOrder, 'since'>]: (s: Session) => string | number } = {
  user: ({ user }) => user?.name ?? '',
  address: ({ wire }) => wire.remoteAddress,
  // The longest idle is the one heard first.
  idle: ({ lastHeardMs }) => -lastHeardMs,
  framesIn: ({ framesIn }) => framesIn,
  framesOut: ({ framesOut }) => framesOut,
  unsent: ({ wire }) => wire.unsentBytes,
}

/** Only the page that is asked for is made into rows: of 5,000 sessions the rest costs a comparison. */
export const sessions: AdminCommand<'sessions'> = ({ registry, clock }, request) => {
  const { query = '', sort = 'since', descending = false } = request
  const { offset = 0, limit = DEFAULT_ADMIN_PAGE } = request
  const found = matching(registry, query.toLowerCase())
  // The registry is in the order of arrival.
  if (sort !== 'since') sortBy(found, KEYS[sort])
  if (descending) found.reverse()
  return {
    sessions: found.slice(offset, offset + limit).map((session) => infoOf(session, clock)),
    total: registry.size,
    found: found.length,
  }
}

function matching(registry: Iterable<Session>, query: string): Session[] {
  const all = [...registry]
  if (query === '') return all
  const has = (text: string): boolean => text.toLowerCase().includes(query)
  return all.filter(
    ({ user, wire, device }) => has(user?.name ?? '') || has(wire.remoteAddress) || has(device),
  )
}

function sortBy(list: Session[], keyOf: (session: Session) => string | number): void {
  const keys = new Map(list.map((session) => [session, keyOf(session)]))
  list.sort((a, b) => {
    const [left, right] = [keys.get(a) ?? 0, keys.get(b) ?? 0]
    return left < right ? -1 : left > right ? 1 : a.id - b.id
  })
}

function infoOf(session: Session, clock: Clock): SessionInfo {
  const { user, wire, device, framesIn, framesOut, isLagging } = session
  const nowMs = clock.monotonicMs()
  return {
    session: session.id,
    ...(user === undefined ? {} : { user: user.name }),
    address: wire.remoteAddress,
    transport: wire.transport ?? 'tcp',
    device,
    since: Math.round(clock.now() - (nowMs - session.openedAtMs)),
    idleMs: Math.max(0, Math.round(nowMs - session.lastHeardMs)),
    framesIn,
    framesOut,
    unsentBytes: wire.unsentBytes,
    lagging: isLagging,
  }
}
