import { sampleProcess } from '../../server-process.ts'
import { Crowd } from '../engine/crowd.ts'
import type { DurableServer } from '../servers/bench-server.ts'
import { pairSeats } from './seats.ts'

const USERS = 10_000
const AT_ONCE = 200

export interface LoginFigures {
  readonly users: number
  readonly atOnce: number
  readonly perSecond: number
  readonly cpuUsPerLogin: number
}

/** Everybody comes back to a server that has just started and knows nobody; each stays. */
export async function measureTokenLogins(server: DurableServer): Promise<LoginFigures> {
  const accounts = await server.accounts({ prefix: 'login', count: USERS })
  await server.restart()
  const cpuBefore = sampleProcess(server.pid).cpuSeconds
  const startMs = performance.now()
  const crowd = await Crowd.open(server, pairSeats(accounts), AT_ONCE)
  const seconds = (performance.now() - startMs) / 1_000
  const cpuSeconds = sampleProcess(server.pid).cpuSeconds - cpuBefore
  crowd.leave()
  return {
    users: USERS,
    atOnce: AT_ONCE,
    perSecond: USERS / seconds,
    cpuUsPerLogin: (cpuSeconds * 1_000_000) / USERS,
  }
}
