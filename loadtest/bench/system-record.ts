import { LoadError } from '../load-error.ts'
import type { Transport } from '../wire/transport.ts'
import type { SystemResult } from './report/bench-result.ts'
import { combineRounds } from './report/statistics.ts'
import { type ChatFigures, LOAD_KEYS } from './rows/chat-loads.ts'
import type { IdleFigures } from './rows/idle-memory.ts'
import type { StormFigures } from './rows/login-storm.ts'
import type { RoomFigures } from './rows/rooms.ts'
import type { SearchFigures } from './rows/search.ts'
import type { StoredFigures } from './rows/stored-messages.ts'
import type { LoginFigures } from './rows/token-logins.ts'
import { combineTransport, type TransportRound } from './rows/transports.ts'
import type { System, SystemKey } from './servers/bench-server.ts'

/** What is known of a system so far. */
export class SystemRecord {
  readonly chatRounds: ChatFigures[] = []
  readonly transportRounds = new Map<Transport, TransportRound[]>()
  readonly transportIdle = new Map<Transport, IdleFigures>()
  readonly rooms: RoomFigures[] = []
  name: string
  idle: IdleFigures | null = null
  logins: LoginFigures | null = null
  storm: StormFigures | null = null
  stored: StoredFigures[] = []
  search: SearchFigures | null = null
  isInstalled = true
  problem: string | null = null
  readonly #system: System

  constructor(system: System) {
    this.#system = system
    this.name = system.label
  }

  /** A system that fails is not tried again; the others are measured all the same. @throws what is a bug, not a failure of the system */
  failed(error: unknown, lastWords: readonly string[] = []): void {
    if (!(error instanceof LoadError)) throw error
    this.problem = [`failed: ${error.message}`, ...lastWords].join('\n    ')
  }

  get key(): SystemKey {
    return this.#system.key
  }

  get result(): SystemResult {
    const { key, promise } = this.#system
    const { name, isInstalled, problem, idle, rooms, logins, storm, stored, search } = this
    const chat = combineChat(this.chatRounds)
    const transports = [...this.transportRounds].map(([transport, rounds]) =>
      combineTransport(transport, rounds, this.transportIdle.get(transport) ?? null),
    )
    const known = { key, name, promise, isInstalled, problem, chat, idle, transports }
    return { ...known, rooms, logins, storm, stored, search }
  }
}

function combineChat(rounds: readonly ChatFigures[]): ChatFigures | null {
  if (rounds.length === 0) return null
  const combined = LOAD_KEYS.map((key) => [key, combineRounds(rounds.map((round) => round[key]))])
  return Object.fromEntries(combined) as ChatFigures
}
