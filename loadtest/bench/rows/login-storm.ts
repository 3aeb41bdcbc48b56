import { Crowd } from '../engine/crowd.ts'
import { OpenLoop } from '../engine/load.ts'
import type { LoadFigures } from '../engine/load-figures.ts'
import { type MeasureTimes, measureLoad } from '../engine/measure-load.ts'
import type { BenchServer } from '../servers/bench-server.ts'
import { CHAT_USERS } from './chat-loads.ts'
import { PasswordLogins } from './password-logins.ts'
import { pairSeats } from './seats.ts'

const PER_SECOND = 1_000
const SEED = 11
const STORMERS = 32
const PASSWORD = 'as fast as it goes'

export interface StormFigures {
  readonly perSecond: number
  readonly stormers: number
  readonly loginsPerSecond: number
  readonly without: LoadFigures
  readonly with: LoadFigures
}

/** Users who chat, first alone, then while others log in by password as fast as they can. */
export async function measureLoginStorm(
  server: BenchServer,
  times: MeasureTimes,
): Promise<StormFigures> {
  const chatters = await server.accounts({ prefix: 'chatter', count: CHAT_USERS })
  const order = { prefix: 'stormer', count: STORMERS, password: PASSWORD }
  const stormers = await server.accounts(order)
  const crowd = await Crowd.open(server, pairSeats(chatters))
  const { ground } = crowd.scene
  const storm = stormers.map(({ user }) => new PasswordLogins(ground, server.port, user, PASSWORD))
  const measure = () =>
    measureLoad(server, crowd, new OpenLoop(crowd, crowd.people, PER_SECOND, SEED), times)
  try {
    const without = await measure()
    for (const one of storm) one.start()
    const startMs = performance.now()
    const during = await measure()
    const seconds = (performance.now() - startMs) / 1_000
    const logins = storm.reduce((sum, { count }) => sum + count, 0)
    const loginsPerSecond = logins / seconds
    return { perSecond: PER_SECOND, stormers: STORMERS, loginsPerSecond, without, with: during }
  } finally {
    for (const one of storm) one.stop()
    crowd.leave()
  }
}
