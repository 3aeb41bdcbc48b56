import type { Random } from '../../loadtest/generator/random.ts'
import type { MariaDb } from '../support/mariadb.ts'
import type { ServerUnderFire } from './server-under-fire.ts'
import { pause } from './waiting.ts'

/** A server lives this long under load before something happens to it. */
const MIN_LIFE_MS = 150
const MEAN_LIFE_MS = 700
const MAX_LIFE_MS = 2_500
const MAX_REST_MS = 300
/** Mostly a database is back before anybody gives up, */
const MEAN_OUTAGE_MS = 500
/** and sometimes about when a `send` is answered `unavailable`, or after. */
const LONG_OUTAGES = 0.15
const LONG_OUTAGE_MS = 4_500
const MAX_OUTAGE_MS = 7_000
/** Share of the starts that do not get to their end. */
const KILLED_AT_START = 0.15
const MAX_START_MS = 900
export interface Targets {
  readonly server: ServerUnderFire
  /** Undefined: the database is a file, and dies with the server. */
  readonly mariaDb: MariaDb | undefined
}

export interface FaultCount {
  readonly serverKills: number
  readonly databaseKills: number
  /** Times that the database did not run for a while. */
  readonly databaseHangs: number
}

/** Kills and stops what it may, until the time is over and enough has happened; all is up again when it resolves. */
export async function rageUntil(
  { endMs, minFaults }: { endMs: number; minFaults: number },
  targets: Targets,
  random: Random,
): Promise<FaultCount> {
  const rage = new Rage(targets, random, endMs)
  for (let faults = 0; ; faults += 1) {
    const life = Math.min(MAX_LIFE_MS, MIN_LIFE_MS + random.exponential(MEAN_LIFE_MS))
    if (performance.now() + life > endMs && faults >= minFaults) return rage.count
    await pause(life)
    await rage.strike()
  }
}

class Rage {
  readonly count = { serverKills: 0, databaseKills: 0, databaseHangs: 0 }
  readonly #targets: Targets
  readonly #random: Random
  readonly #endMs: number

  constructor(targets: Targets, random: Random, endMs: number) {
    this.#targets = targets
    this.#random = random
    this.#endMs = endMs
  }

  async strike(): Promise<void> {
    const { mariaDb } = this.#targets
    const roll = mariaDb === undefined ? 0 : this.#random.next()
    if (mariaDb === undefined || roll < 0.35) await this.#killServer()
    else if (roll < 0.65) await this.#killDatabase(mariaDb)
    else if (roll < 0.8) await this.#hangDatabase(mariaDb)
    else if (roll < 0.9) await Promise.all([this.#hangDatabase(mariaDb), this.#killServer()])
    else await Promise.all([this.#killDatabase(mariaDb), this.#killServer()])
  }

  async #killServer(): Promise<void> {
    const { server } = this.#targets
    await server.kill()
    this.count.serverKills += 1
    await pause(this.#random.next() * MAX_REST_MS)
    if (this.#random.next() < KILLED_AT_START) {
      const starting = server.start()
      await pause(this.#random.next() * MAX_START_MS)
      await server.kill()
      await starting
      this.count.serverKills += 1
    }
    await server.start()
  }

  async #killDatabase(mariaDb: MariaDb): Promise<void> {
    await mariaDb.kill()
    this.count.databaseKills += 1
    await pause(this.#outageMs())
    await mariaDb.restart()
  }

  async #hangDatabase({ pid }: MariaDb): Promise<void> {
    process.kill(pid, 'SIGSTOP')
    this.count.databaseHangs += 1
    await pause(this.#outageMs())
    process.kill(pid, 'SIGCONT')
  }

  #outageMs(): number {
    const isLong = this.#random.next() < LONG_OUTAGES
    if (isLong && performance.now() + MAX_OUTAGE_MS < this.#endMs) {
      return LONG_OUTAGE_MS + this.#random.next() * (MAX_OUTAGE_MS - LONG_OUTAGE_MS)
    }
    return Math.min(MAX_OUTAGE_MS, this.#random.exponential(MEAN_OUTAGE_MS))
  }
}
