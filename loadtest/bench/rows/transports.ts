import type { Transport } from '../../wire/transport.ts'
import { Crowd } from '../engine/crowd.ts'
import type { LoadFigures } from '../engine/load-figures.ts'
import { type MeasureTimes, measureLoad, runLoad } from '../engine/measure-load.ts'
import { combineRounds } from '../report/statistics.ts'
import type { BenchServer } from '../servers/bench-server.ts'
import { CHAT_USERS, makeLoad } from './chat-loads.ts'
import type { IdleFigures } from './idle-memory.ts'
import { pairSeats } from './seats.ts'

/** What of the chat is measured over each transport. */
export const TRANSPORT_LOADS = ['saturated', 'brisk'] as const
export type TransportLoad = (typeof TRANSPORT_LOADS)[number]

export type TransportRound = Readonly<Partial<Record<TransportLoad, LoadFigures>>>

export interface TransportFigures {
  readonly transport: Transport
  readonly saturated: LoadFigures | null
  /** Only of a long bench, like what follows. */
  readonly brisk: LoadFigures | null
  readonly idle: IdleFigures | null
}

/** The same server as its clients see it over this transport. */
export const over = <S extends BenchServer>(server: S, transport: Transport): BenchServer => ({
  peer: server.peer,
  port: server.port,
  pid: server.pid,
  databasePid: server.databasePid,
  lastWords: server.lastWords,
  accounts: (order) => server.accounts(order),
  stop: () => server.stop(),
  transport,
})

/** Two hundred users in pairs who come by this transport. Rejects with a LoadError when the system fails. */
export async function measureTransport(
  server: BenchServer,
  transport: Transport,
  loads: readonly TransportLoad[],
  times: MeasureTimes,
): Promise<TransportRound> {
  const there = over(server, transport)
  const accounts = await there.accounts({ prefix: `by-${transport}`, count: CHAT_USERS })
  const crowd = await Crowd.open(there, pairSeats(accounts))
  try {
    await runLoad(crowd, makeLoad(crowd, 'brisk'), times.warmUpSeconds)
    const round: Partial<Record<TransportLoad, LoadFigures>> = {}
    // What a full load leaves to be done comes last.
    for (const key of [...loads].reverse()) {
      round[key] = await measureLoad(there, crowd, makeLoad(crowd, key), times)
    }
    return round
  } finally {
    crowd.leave()
  }
}

/** Several rounds as one. */
export function combineTransport(
  transport: Transport,
  rounds: readonly TransportRound[],
  idle: IdleFigures | null,
): TransportFigures {
  const combined = (key: TransportLoad): LoadFigures | null => {
    const measured = rounds.flatMap((round) => round[key] ?? [])
    return measured.length === 0 ? null : combineRounds(measured)
  }
  return { transport, saturated: combined('saturated'), brisk: combined('brisk'), idle }
}
