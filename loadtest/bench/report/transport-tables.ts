import { formatCount } from '../../report/format.ts'
import type { Transport } from '../../wire/transport.ts'
import { CHAT_LOADS } from '../rows/chat-loads.ts'
import { FIRST_USERS } from '../rows/idle-memory.ts'
import { TRANSPORT_LOADS, type TransportFigures } from '../rows/transports.ts'
import type { SystemResult } from './bench-result.ts'
import type { Goal } from './goals.ts'
import type { Table, TableRow } from './table.ts'
import { faultWords, formatFigure, formatRatio, percentileCells } from './words.ts'

/** Of the processor time of a message over plain TCP. */
const MAX_CPU_FACTOR = 1.5

export const TRANSPORT_NAMES: Readonly<Record<Transport, string>> = {
  tcp: 'plain TCP',
  tls: 'TLS',
  ws: 'WebSocket',
  wss: 'WebSocket over TLS',
}

export function transportTable(systems: readonly SystemResult[]): Table {
  const [name, figures] = measured(systems)
  return {
    title: `${name}: the same 100 pairs over each transport`,
    columns: ['', 'msg/s', 'CPU µs', '× TCP', 'ack p50', 'ack p99', 'dlv p50', 'dlv p99', 'check'],
    groups: TRANSPORT_LOADS.map((key) => ({
      title: CHAT_LOADS[key].title,
      rows: figures.flatMap((one): TableRow[] => {
        const load = one[key]
        if (load === null) return []
        const plain = plainOf(figures)?.[key]?.cpuUsPerDelivered
        return [
          [
            TRANSPORT_NAMES[one.transport],
            [
              formatCount(load.deliveredPerSecond),
              formatFigure(load.cpuUsPerDelivered),
              formatRatio(load.cpuUsPerDelivered, plain),
              ...percentileCells(load.acknowledgeUs),
              ...percentileCells(load.deliveryUs),
              faultWords(load.faults),
            ],
          ],
        ]
      }),
    })),
    notes: [
      '× TCP compares the CPU with that of plain TCP in the same run; each on a fresh server.',
    ],
  }
}

export function transportIdleTable(systems: readonly SystemResult[]): Table {
  const [name, figures] = measured(systems)
  const plain = plainOf(figures)?.idle?.bytesPerUser
  const users = figures.find(({ idle }) => idle !== null)?.idle?.users ?? 0
  return {
    title: `${name}: users who say nothing, by transport: ${formatCount(users)} of them`,
    columns: ['', 'kB each', '× TCP'],
    groups: [
      {
        title: '',
        rows: figures.flatMap(({ transport, idle }): TableRow[] =>
          idle === null
            ? []
            : [
                [
                  TRANSPORT_NAMES[transport],
                  [formatFigure(idle.bytesPerUser / 1_000), formatRatio(idle.bytesPerUser, plain)],
                ],
              ],
        ),
      },
    ],
    notes: [
      `As above, each on a fresh server on which ${formatCount(FIRST_USERS)} others are there already by the same transport.`,
    ],
  }
}

/** One goal for each transport and load that was measured beside plain TCP. */
export function transportGoals({ transports }: SystemResult): Goal[] {
  const plain = plainOf(transports)
  return transports.flatMap((one) =>
    TRANSPORT_LOADS.flatMap((key): Goal[] => {
      const [load, base] = [one[key], plain?.[key]]
      if (one.transport === 'tcp' || !load || !base) return []
      const factor = load.cpuUsPerDelivered / base.cpuUsPerDelivered
      const what = key === 'saturated' ? 'saturated' : '5,000 msg/s'
      return [
        {
          isMet: factor <= MAX_CPU_FACTOR,
          goal: `${TRANSPORT_NAMES[one.transport]}, ${what}: at most ${MAX_CPU_FACTOR} × the CPU of plain TCP`,
          measured: `${formatFigure(factor)} ×`,
        },
      ]
    }),
  )
}

/** There is one system that is measured over all of them. */
function measured(
  systems: readonly SystemResult[],
): [name: string, figures: readonly TransportFigures[]] {
  const system = systems.find(({ transports }) => transports.length > 0)
  return [system?.name ?? '', system?.transports ?? []]
}

const plainOf = (figures: readonly TransportFigures[]): TransportFigures | undefined =>
  figures.find(({ transport }) => transport === 'tcp')
