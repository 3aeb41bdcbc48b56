import type { Random } from '../../loadtest/generator/random.ts'
import type { MariaDb } from '../support/mariadb.ts'
import { pause } from './chaos-client.ts'
import type { ServerUnderFire } from './server-under-fire.ts'

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
  { server, mariaDb }: Targets,
  random: Random,
): Promise<FaultCount> {
  const count = { serverKills: 0, databaseKills: 0, databaseHangs: 0 }
  const outageMs = (): number => {
    const isShort = random.next() >= LONG_OUTAGES || performance.now() + MAX_OUTAGE_MS > endMs
    const long = LONG_OUTAGE_MS + random.next() * (MAX_OUTAGE_MS - LONG_OUTAGE_MS)
    return isShort ? Math.min(MAX_OUTAGE_MS, random.exponential(MEAN_OUTAGE_MS)) : long
  }
  const killServer = async (): Promise<void> => {
    await server.kill()
    count.serverKills += 1
    await pause(random.next() * MAX_REST_MS)
    if (random.next() < KILLED_AT_START) {
      const starting = server.start()
      await pause(random.next() * MAX_START_MS)
      await server.kill()
      await starting
      count.serverKills += 1
    }
    await server.start()
  }
  const killDatabase = async (database: MariaDb): Promise<void> => {
    await database.kill()
    count.databaseKills += 1
    await pause(outageMs())
    await database.restart()
  }
  const hangDatabase = async ({ pid }: MariaDb): Promise<void> => {
    process.kill(pid, 'SIGSTOP')
    count.databaseHangs += 1
    await pause(outageMs())
    process.kill(pid, 'SIGCONT')
  }
  const strike = async (): Promise<void> => {
    const roll = mariaDb === undefined ? 0 : random.next()
    if (mariaDb === undefined || roll < 0.35) await killServer()
    else if (roll < 0.65) await killDatabase(mariaDb)
    else if (roll < 0.8) await hangDatabase(mariaDb)
    else if (roll < 0.9) await Promise.all([hangDatabase(mariaDb), killServer()])
    else await Promise.all([killDatabase(mariaDb), killServer()])
  }
  for (let faults = 0; ; faults += 1) {
    const life = Math.min(MAX_LIFE_MS, MIN_LIFE_MS + random.exponential(MEAN_LIFE_MS))
    if (performance.now() + life > endMs && faults >= minFaults) return count
    await pause(life)
    await strike()
  }
}
