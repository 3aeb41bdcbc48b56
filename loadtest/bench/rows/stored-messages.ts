import { Crowd } from '../engine/crowd.ts'
import { OpenLoop } from '../engine/load.ts'
import type { LoadFigures } from '../engine/load-figures.ts'
import { type MeasureTimes, measureLoad } from '../engine/measure-load.ts'
import type { BenchServer } from '../servers/bench-server.ts'
import { CHAT_USERS, IN_FLIGHT } from './chat-loads.ts'
import { fill } from './fill.ts'
import { pairSeats } from './seats.ts'

const STEPS = [10_000, 100_000, 1_000_000] as const
const PER_SECOND = 5_000
const SEED = 13

export interface StoredFigures extends LoadFigures {
  /** In the database when measuring began. */
  readonly stored: number
  /** The fill was cut short before this many. */
  readonly cutAt: number | null
}

/** What a message costs when there are more and more in the database already. */
export async function measureStored(
  server: BenchServer,
  times: MeasureTimes,
  step: (text: string) => void,
): Promise<StoredFigures[]> {
  const accounts = await server.accounts({ prefix: 'stored', count: CHAT_USERS })
  const crowd = await Crowd.open(server, pairSeats(accounts))
  const { tally } = crowd.scene
  const figures: StoredFigures[] = []
  try {
    for (const wanted of STEPS) {
      step(`storing up to ${wanted.toLocaleString('en-US')} messages`)
      const isFull = await fill(crowd, wanted, IN_FLIGHT)
      const stored = tally.acknowledged
      step(`5,000 messages a second, ${stored.toLocaleString('en-US')} stored`)
      const load = new OpenLoop(crowd, crowd.people, PER_SECOND, SEED)
      const measured = await measureLoad(server, crowd, load, times)
      figures.push({ ...measured, stored, cutAt: isFull ? null : wanted })
      if (!isFull) break
    }
    return figures
  } finally {
    crowd.leave()
  }
}
