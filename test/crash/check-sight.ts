import { same, show } from './check-stored.ts'
import type { Evidence, Violation } from './evidence.ts'
import type { ClientEvent, SeenMessage } from './history-log.ts'
import type { Ledger } from './ledger.ts'

type Push = Extract<ClientEvent, { type: 'push' }>

/**
 * [G-1] [P-12] [G-4] What clients were shown while it happened.
 *
 * What was read is held to it only where the database lived through the run. InnoDB shows a commit to other readers a moment before it is on
 * the disk, and a crash in that moment takes it back; nothing was acknowledged or pushed then. Measured: once in thirty kills under a tight loop of reads.
 */
export function checkSight(evidence: Evidence, ledger: Ledger): Violation[] {
  const connections = new Map<number, ConnectionSight>()
  const violations = evidence.events.flatMap((event) =>
    checkEvent(event, connections, ledger, evidence.hadOutages),
  )
  if (!evidence.hadOutages) {
    for (const sight of connections.values()) violations.push(...sight.gaps(ledger))
  }
  return [...violations, ...checkOpenAtEnd(evidence, connections, ledger)]
}

function checkEvent(
  event: ClientEvent,
  connections: Map<number, ConnectionSight>,
  ledger: Ledger,
  hadOutages: boolean,
): Violation[] {
  switch (event.type) {
    case 'login':
      connections.set(event.connection, new ConnectionSight(event))
      return checkLogin(event, ledger)
    case 'push':
      return [
        ...checkShown(event, event.conversation, [event.message], ledger),
        ...checkEcho(event, ledger),
        ...(connections.get(event.connection)?.push(event) ?? []),
      ]
    case 'ok': {
      const attempt = ledger.attempts.get(event.attempt)
      if (attempt === undefined) return []
      connections.get(attempt.connection)?.told(attempt.conversation, event.seq)
      return []
    }
    case 'page': {
      const { conversation, messages } = event
      const shown = hadOutages ? [] : checkShown(event, conversation, messages, ledger)
      return [...shown, ...checkNewest(event, ledger)]
    }
    case 'missed':
      if (hadOutages) return []
      return [...event.chats].flatMap(([conversation, messages]) =>
        checkShown(event, conversation, messages, ledger),
      )
    case 'resync':
      connections.get(event.connection)?.resync()
      return []
    default:
      return []
  }
}

/** Nobody saw a message that is not stored. */
function checkShown(
  { type, user }: { type: string; user: string },
  conversation: string,
  messages: readonly SeenMessage[],
  ledger: Ledger,
): Violation[] {
  return messages.flatMap((message): Violation[] => {
    const stored = ledger.bySeq(conversation, message.seq)
    if (same(stored, message)) return []
    const what = `${conversation}: ${user} was shown ${show(message)} (${type}); stored is ${show(stored)}`
    return [{ kind: 'phantom', what }]
  })
}

function checkEcho({ user, connection, conversation, message }: Push, ledger: Ledger): Violation[] {
  if (message.from !== user) return []
  const said = ledger.saidAs(conversation, user, message.cid)
  if (said === undefined || said.attempts.some((other) => other.connection !== connection))
    return []
  return [{ kind: 'echo', what: `${conversation}: ${user} was pushed their own ${show(message)}` }]
}

function checkNewest(
  { conversation, user, isNewest, messages, askedAt }: Extract<ClientEvent, { type: 'page' }>,
  ledger: Ledger,
): Violation[] {
  const known = ledger.knownBefore(conversation, askedAt)
  const newest = messages.at(-1)?.seq ?? 0
  if (!isNewest || newest >= known) return []
  const what = `${conversation}: ${user} asked for the newest when ${known} was known, and got ${newest}`
  return [{ kind: 'stale', what }]
}

function checkLogin(
  { user, chats, askedAt }: Extract<ClientEvent, { type: 'login' }>,
  ledger: Ledger,
): Violation[] {
  return [...ledger.stored.keys()]
    .filter((conversation) => ledger.isMember(user, conversation))
    .flatMap((conversation): Violation[] => {
      const known = ledger.handedOutBefore(conversation, askedAt)
      const head = chats.get(conversation)?.head ?? 0
      if (head >= known && head <= ledger.head(conversation)) return []
      const what = `${conversation}: ${user} logged in when ${known} was handed out, and was told ${head}`
      return [{ kind: head < known ? 'stale' : 'phantom', what }]
    })
}

/** [G-4] Who is online when all has become quiet knows of every message. */
function checkOpenAtEnd(
  { openAtEnd }: Evidence,
  connections: ReadonlyMap<number, ConnectionSight>,
  ledger: Ledger,
): Violation[] {
  return openAtEnd.flatMap(({ user, connection }) =>
    [...ledger.stored.keys()]
      .filter((conversation) => ledger.isMember(user, conversation))
      .flatMap((conversation): Violation[] => {
        const sight = connections.get(connection)
        const head = ledger.head(conversation)
        const newest = sight?.newest(conversation) ?? 0
        if (sight?.wasResynced || newest >= head) return []
        const what = `${conversation}: ${user} is online, was told of ${newest}, and it is at ${head}`
        return [{ kind: 'skipped', what }]
      }),
  )
}

/** What one connection was told: from the head at its log-in on, every seq once and in order. */
class ConnectionSight {
  wasResynced = false
  readonly #login: Extract<ClientEvent, { type: 'login' }>
  readonly #told = new Map<string, Set<number>>()
  readonly #lastPush = new Map<string, number>()

  constructor(login: Extract<ClientEvent, { type: 'login' }>) {
    this.#login = login
  }

  push({ conversation, message: { seq } }: Push): Violation[] {
    const former = this.#lastPush.get(conversation) ?? this.#start(conversation)
    this.#lastPush.set(conversation, seq)
    this.told(conversation, seq)
    if (seq > former) return []
    const what = `${conversation}: ${this.#name} was pushed ${seq} after ${former}`
    return [{ kind: 'disorder', what }]
  }

  told(conversation: string, seq: number): void {
    const told = this.#told.get(conversation)
    if (told === undefined) this.#told.set(conversation, new Set([seq]))
    else told.add(seq)
  }

  resync(): void {
    this.wasResynced = true
  }

  newest(conversation: string): number {
    let newest = this.#start(conversation)
    for (const seq of this.#told.get(conversation) ?? []) newest = Math.max(newest, seq)
    return newest
  }

  gaps(ledger: Ledger): Violation[] {
    if (this.wasResynced) return []
    return [...this.#told].flatMap(([conversation, told]): Violation[] => {
      const newest = this.newest(conversation)
      for (let seq = this.#start(conversation) + 1; seq < newest; seq += 1) {
        if (told.has(seq)) continue
        const what = `${conversation}: ${this.#name} was told of ${newest}, and never of ${show(ledger.bySeq(conversation, seq))}`
        return [{ kind: 'skipped', what }]
      }
      return []
    })
  }

  #start(conversation: string): number {
    return this.#login.chats.get(conversation)?.head ?? 0
  }

  get #name(): string {
    return `${this.#login.user} on connection ${this.#login.connection}`
  }
}
