import { Crowd } from '../engine/crowd.ts'
import { OpenLoop } from '../engine/load.ts'
import type { LoadFigures } from '../engine/load-figures.ts'
import { type MeasureTimes, measureLoad } from '../engine/measure-load.ts'
import type { BenchServer } from '../servers/bench-server.ts'
import { roomSeats } from './seats.ts'

export const ROOM_SIZES = [10, 100, 1_000] as const
export const SPEAKER_PER_SECOND = 20
const SEED = 7

export interface RoomFigures extends LoadFigures {
  readonly members: number
}

/** One member speaks, the others listen: what a copy costs, and what a message costs. */
export async function measureRoom(
  server: BenchServer,
  members: number,
  times: MeasureTimes,
): Promise<RoomFigures> {
  const accounts = await server.accounts({ prefix: `room${members}`, count: members })
  const crowd = await Crowd.open(server, roomSeats(accounts, `bench${members}`))
  try {
    const load = new OpenLoop(crowd, crowd.people.slice(0, 1), SPEAKER_PER_SECOND, SEED)
    return { members, ...(await measureLoad(server, crowd, load, times)) }
  } finally {
    crowd.leave()
  }
}
