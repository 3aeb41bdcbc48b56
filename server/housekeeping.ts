import type { ChatPort } from './chat-port.ts'
import { SYSTEM_CLOCK } from './clock.ts'
import type { Directory } from './directory/directory.ts'
import type { FanOut } from './directory/fan-out.ts'
import type { Logger } from './log.ts'
import type { LoginThrottle } from './sessions/login-throttle.ts'
import type { SessionRegistry } from './sessions/session-registry.ts'
import type { StorageApi } from './workers/storage-api.ts'

const SWEEP_EVERY_MS = 1_000
const SLOW_SWEEP_EVERY_MS = 60_000
const TOKEN_SWEEP_EVERY_MS = 24 * 3_600_000

export interface HousekeepingParts {
  log: Logger
  chat: ChatPort
  registry: SessionRegistry
  directory: Directory
  fanOut: FanOut
  throttle: LoginThrottle
  storage: Pick<StorageApi, 'deleteExpiredTokens'>
}

/** What is looked after once in a while: who is late, what is no longer needed. */
export class Housekeeping {
  readonly #parts: HousekeepingParts
  readonly #timers: NodeJS.Timeout[] = []

  constructor(parts: HousekeepingParts) {
    this.#parts = parts
  }

  start(): void {
    const { chat, registry, directory, fanOut, throttle } = this.#parts
    this.#every(SWEEP_EVERY_MS, () => {
      registry.sweep(SYSTEM_CLOCK.monotonicMs())
      chat.sweep()
    })
    this.#every(SLOW_SWEEP_EVERY_MS, () => {
      directory.sweep()
      fanOut.sweep()
      throttle.sweep()
    })
    this.#every(TOKEN_SWEEP_EVERY_MS, () => this.#deleteExpiredTokens())
    this.#deleteExpiredTokens()
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer)
  }

  #deleteExpiredTokens(): void {
    const { storage, log } = this.#parts
    storage.deleteExpiredTokens(SYSTEM_CLOCK.now()).catch((error: unknown) => {
      log.warn({ err: error }, 'expired tokens stay until tomorrow')
    })
  }

  #every(ms: number, work: () => void): void {
    this.#timers.push(setInterval(work, ms).unref())
  }
}
