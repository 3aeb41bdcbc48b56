import { setTimeout as sleep } from 'node:timers/promises'
import { sampleProcess } from '../../server-process.ts'
import { Crowd } from '../engine/crowd.ts'
import type { BenchServer } from '../servers/bench-server.ts'
import { pairSeats } from './seats.ts'

/** Users who log in first and stay: a program grows for its first users by much that it does not need for each. */
export const FIRST_USERS = 2_000
/** What was answered last is tidied up within this time. */
const SETTLE_MS = 500

export interface IdleFigures {
  readonly users: number
  readonly bytesPerUser: number
}

/** How much the server's process grows for each user that logs in and then says nothing. */
export async function measureIdle(server: BenchServer, users: number): Promise<IdleFigures> {
  const accounts = await server.accounts({ prefix: 'idle', count: FIRST_USERS + users })
  const seats = pairSeats(accounts)
  const crowds: Crowd[] = []
  const enter = async (some: typeof seats): Promise<number> => {
    crowds.push(await Crowd.open(server, some))
    await sleep(SETTLE_MS)
    return sampleProcess(server.pid).rssBytes
  }
  try {
    const before = await enter(seats.slice(0, FIRST_USERS))
    const after = await enter(seats.slice(FIRST_USERS))
    return { users, bytesPerUser: (after - before) / users }
  } finally {
    for (const crowd of crowds) crowd.leave()
  }
}
