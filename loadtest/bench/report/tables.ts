import { formatCount, formatTime } from '../../report/format.ts'
import type { LoadFigures } from '../engine/load-figures.ts'
import { CHAT_LOADS, LOAD_KEYS, type LoadKey } from '../rows/chat-loads.ts'
import { FIRST_USERS } from '../rows/idle-memory.ts'
import { ROOM_SIZES, SPEAKER_PER_SECOND } from '../rows/rooms.ts'
import type { SystemKey } from '../servers/bench-server.ts'
import type { BenchResult, SystemResult } from './bench-result.ts'
import type { Table, TableRow } from './table.ts'
import { transportIdleTable, transportTable } from './transport-tables.ts'
import { faultWords, formatFigure, formatRatio, NONE, percentileCells } from './words.ts'

/** The tables that have something in them, the main one first. */
export function makeTables({ systems }: BenchResult): Table[] {
  return [
    chatTable,
    idleTable,
    transportTable,
    transportIdleTable,
    roomTable,
    loginTable,
    stormTable,
    storedTable,
    searchTable,
  ]
    .map((make) => make(systems))
    .map((table) => ({ ...table, groups: table.groups.filter(({ rows }) => rows.length > 0) }))
    .filter(({ groups }) => groups.length > 0)
}

type Systems = readonly SystemResult[]

function chatTable(systems: Systems): Table {
  const hasDatabase = systems.some(
    ({ chat }) => chat !== null && chat.saturated.databaseCpuUsPerDelivered !== null,
  )
  const columns = ['', 'msg/s', 'acked/s', 'CPU µs', '× Mosq.', '× relay']
  return {
    title: '200 users in 100 pairs, 64-byte texts',
    columns: [
      ...columns,
      ...['ack p50', 'ack p99', 'dlv p50', 'dlv p99'],
      ...(hasDatabase ? ['DB µs'] : []),
      'check',
    ],
    groups: LOAD_KEYS.map((key) => ({
      title: CHAT_LOADS[key].title,
      rows: systems.map((system) => chatRow(systems, system, key, hasDatabase)),
    })),
    notes: [
      'msg/s: delivered. CPU µs: of the server’s process, per delivered message; × Mosq. and × relay compare that.',
      'ack: until the sender is told, dlv: until the receiver has it, both from when the message was meant to be sent.',
      `check: every message came once and in order.${hasDatabase ? ' DB µs: of MariaDB’s own process, and not in CPU µs.' : ''}`,
    ],
  }
}

function chatRow(systems: Systems, system: SystemResult, key: LoadKey, db: boolean): TableRow {
  const figures = system.chat?.[key]
  if (figures === undefined) return [system.name, system.problem?.split('\n')[0] ?? NONE]
  const cpu = (other: SystemKey) =>
    systems.find((candidate) => candidate.key === other)?.chat?.[key].cpuUsPerDelivered
  const ratio = (other: SystemKey) => formatRatio(figures.cpuUsPerDelivered, cpu(other))
  return [
    `${system.name} (${system.promise})`,
    [
      formatCount(figures.deliveredPerSecond),
      formatNullable(figures.acknowledgedPerSecond, formatCount),
      formatFigure(figures.cpuUsPerDelivered),
      ratio('mosquitto'),
      ratio('relay'),
      ...percentileCells(figures.acknowledgeUs),
      ...percentileCells(figures.deliveryUs),
      ...(db ? [formatNullable(figures.databaseCpuUsPerDelivered, formatFigure)] : []),
      faultWords(figures.faults),
    ],
  ]
}

function idleTable(systems: Systems): Table {
  const measured = withFigures(systems, ({ idle }) => idle)
  const kilobytes = (key: SystemKey) =>
    measured.find(([system]) => system.key === key)?.[1].bytesPerUser
  return {
    title: `Users who are logged in and say nothing: ${formatCount(measured[0]?.[1].users ?? 0)} of them`,
    columns: ['', 'kB each', '× Mosq.', '× relay'],
    groups: [
      {
        title: '',
        rows: measured.map(([{ name }, { bytesPerUser }]) => [
          name,
          [
            formatFigure(bytesPerUser / 1_000),
            formatRatio(bytesPerUser, kilobytes('mosquitto')),
            formatRatio(bytesPerUser, kilobytes('relay')),
          ],
        ]),
      },
    ],
    notes: [
      `Growth of the resident memory of the server’s process, when ${formatCount(FIRST_USERS)} others are there already.`,
    ],
  }
}

function roomTable(systems: Systems): Table {
  return {
    title: `A room in which one speaks, ${SPEAKER_PER_SECOND} times a second`,
    columns: ['', 'copies/s', 'µs a copy', 'µs a message', 'dlv p50', 'dlv p99', 'DB µs', 'check'],
    groups: ROOM_SIZES.map((members) => ({
      title: `${formatCount(members)} members`,
      rows: withFigures(systems, ({ rooms }) => rooms.find((room) => room.members === members)).map(
        ([{ name }, room]) => [
          name,
          [
            formatCount(room.deliveredPerSecond),
            formatFigure(room.cpuUsPerDelivered),
            formatFigure(room.cpuUsPerDelivered * (members - 1)),
            ...percentileCells(room.deliveryUs),
            formatNullable(room.databaseCpuUsPerDelivered, formatFigure),
            faultWords(room.faults),
          ],
        ],
      ),
    })),
    notes: [
      'Processor time of the server’s process, which the kernel counts in hundredths of a second: small rooms are rough.',
      'DB µs: of MariaDB’s own process, per copy.',
    ],
  }
}

function loginTable(systems: Systems): Table {
  const measured = withFigures(systems, ({ logins }) => logins)
  const [, first] = measured[0] ?? []
  return {
    title: `${formatCount(first?.users ?? 0)} users log in by token, ${first?.atOnce} at a time, to a server that has just started`,
    columns: ['', 'log-ins/s', 'CPU µs each'],
    groups: [
      {
        title: '',
        rows: measured.map(([{ name }, { perSecond, cpuUsPerLogin }]) => [
          name,
          [formatCount(perSecond), formatFigure(cpuUsPerLogin)],
        ]),
      },
    ],
    notes: [],
  }
}

function stormTable(systems: Systems): Table {
  const measured = withFigures(systems, ({ storm }) => storm)
  const [, first] = measured[0] ?? []
  return {
    title: `${formatCount(first?.perSecond ?? 0)} messages a second, alone and while ${first?.stormers} log in by password as fast as they can`,
    columns: ['', 'log-ins/s', 'dlv p50', 'dlv p99', 'check'],
    groups: [
      {
        title: '',
        rows: measured.flatMap(([{ name }, storm]): TableRow[] => [
          [`${name}, alone`, stormCells(storm.without, NONE)],
          [`${name}, in the storm`, stormCells(storm.with, formatFigure(storm.loginsPerSecond))],
        ]),
      },
    ],
    notes: [],
  }
}

const stormCells = (figures: LoadFigures, logins: string): string[] => [
  logins,
  ...percentileCells(figures.deliveryUs),
  faultWords(figures.faults),
]

function storedTable(systems: Systems): Table {
  const measured = systems.filter(({ stored }) => stored.length > 0)
  return {
    title: '5,000 messages a second, with so many in the database already',
    columns: ['', 'CPU µs', 'DB µs', 'ack p50', 'ack p99', 'check'],
    groups: measured.map(({ name, stored }) => ({
      title: name,
      rows: stored.map((figures) => [
        `${formatCount(figures.stored)} stored`,
        [
          formatFigure(figures.cpuUsPerDelivered),
          formatNullable(figures.databaseCpuUsPerDelivered, formatFigure),
          ...percentileCells(figures.acknowledgeUs),
          faultWords(figures.faults),
        ],
      ]),
    })),
    notes: measured.flatMap(({ name, stored }) =>
      stored
        .filter(({ cutAt }) => cutAt !== null)
        .map(({ cutAt }) => `${name}: there was no time to store ${formatCount(cutAt ?? 0)}.`),
    ),
  }
}

function searchTable(systems: Systems): Table {
  const measured = withFigures(systems, ({ search }) => search)
  return {
    title: 'The first page of a search in one long conversation',
    columns: ['', 'found', 'p50', 'max'],
    groups: measured.map(([{ name }, { stored, queries }]) => ({
      title: `${name}, ${formatCount(stored)} messages`,
      rows: queries.map(({ what, found, p50Us, maxUs }) => [
        what,
        [formatCount(found), formatTime(p50Us), formatTime(maxUs)],
      ]),
    })),
    notes: measured.map(
      ([{ name }, { indexedSeconds }]) =>
        `${name}: all were in the index ${formatTime(indexedSeconds * 1e6)} after the last was stored.`,
    ),
  }
}

/** Systems for which there is such a figure. */
function withFigures<F>(
  systems: Systems,
  pick: (system: SystemResult) => F | null | undefined,
): [SystemResult, F][] {
  return systems.flatMap((system): [SystemResult, F][] => {
    const figures = pick(system)
    return figures === null || figures === undefined ? [] : [[system, figures]]
  })
}

const formatNullable = (value: number | null, format: (value: number) => string): string =>
  value === null ? NONE : format(value)
