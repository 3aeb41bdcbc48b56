import { Crowd } from '../engine/crowd.ts'
import { ClosedLoop, type Load, OpenLoop } from '../engine/load.ts'
import type { LoadFigures } from '../engine/load-figures.ts'
import { type MeasureTimes, measureLoad, runLoad } from '../engine/measure-load.ts'
import type { BenchServer } from '../servers/bench-server.ts'
import { pairSeats } from './seats.ts'

export const CHAT_USERS = 200
export const IN_FLIGHT = 8
/** The same arrivals for every system. */
const SEED = 20_261_122

export const LOAD_KEYS = ['saturated', 'brisk', 'calm'] as const
export type LoadKey = (typeof LOAD_KEYS)[number]

interface ChatLoad {
  /** null: as fast as the system can. */
  readonly perSecond: number | null
  readonly title: string
}

/** In the order in which they are shown. */
export const CHAT_LOADS: Readonly<Record<LoadKey, ChatLoad>> = {
  saturated: { perSecond: null, title: `saturated, ${IN_FLIGHT} in flight each` },
  brisk: { perSecond: 5_000, title: '5,000 messages a second' },
  calm: { perSecond: 1_000, title: '1,000 messages a second' },
}

/** What a full load leaves to be done comes last: ours then brings so many messages into its search index that calm figures would be those of the index. */
const RUN_ORDER: readonly LoadKey[] = ['calm', 'brisk', 'saturated']

export type ChatFigures = Readonly<Record<LoadKey, LoadFigures>>

/** Two hundred users in pairs, under each of the loads. Rejects with a LoadError when the system fails. */
export async function measureChat(
  server: BenchServer,
  times: MeasureTimes,
  step: (text: string) => void,
): Promise<ChatFigures> {
  const accounts = await server.accounts({ prefix: 'bench', count: CHAT_USERS })
  const crowd = await Crowd.open(server, pairSeats(accounts))
  try {
    step('warming up')
    // What a program does for the first time it does slowly. Nor may this leave anything behind.
    await runLoad(crowd, makeLoad(crowd, 'brisk'), times.warmUpSeconds)
    const figures: Partial<Record<LoadKey, LoadFigures>> = {}
    for (const key of RUN_ORDER) {
      step(CHAT_LOADS[key].title)
      figures[key] = await measureLoad(server, crowd, makeLoad(crowd, key), times)
    }
    return figures as ChatFigures
  } finally {
    crowd.leave()
  }
}

/** What these people do under one of the loads. */
export function makeLoad(crowd: Crowd, key: LoadKey): Load {
  const { perSecond } = CHAT_LOADS[key]
  return perSecond === null
    ? new ClosedLoop(crowd, IN_FLIGHT)
    : new OpenLoop(crowd, crowd.people, perSecond, SEED)
}
