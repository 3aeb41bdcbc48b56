import { formatCount, formatTime } from '../../report/format.ts'
import type { LoadFigures } from '../engine/load-figures.ts'
import type { BenchResult, SystemResult } from './bench-result.ts'
import { transportGoals } from './transport-tables.ts'
import { formatFigure } from './words.ts'

const MAX_BRISK_CPU_US = 60
const MAX_BRISK_P99_US = 20_000
const MAX_CALM_P50_US = 2_000
const MAX_IDLE_BYTES = 10_000
const MIN_LOGINS_PER_SECOND = 5_000
const MAX_STORM_FACTOR = 2
const MIN_MARIADB_SHARE = 0.5
const MAX_SEARCH_US = 50_000
const LARGE_ROOM = 1_000
const MAX_COPY_CPU_US = 5

/** Something the server has promised to be, and what it was. */
export interface Goal {
  readonly isMet: boolean
  readonly goal: string
  readonly measured: string
}

type Check = (own: SystemResult, systems: BenchResult['systems']) => Goal | undefined

/** The goals of DESIGN, for each of our systems; left out is what was not measured. */
export function checkGoals({ systems }: BenchResult): Goal[] {
  const own = systems.filter(({ key }) => key === 'sqlite' || key === 'mariadb')
  return own.flatMap((system) =>
    [...CHECKS.flatMap((check) => check(system, systems) ?? []), ...transportGoals(system)].map(
      (goal) => ({ ...goal, goal: `${system.name}, ${goal.goal}` }),
    ),
  )
}

const find = (systems: BenchResult['systems'], key: SystemResult['key']) =>
  systems.find((system) => system.key === key)?.chat?.saturated

const CHECKS: readonly Check[] = [
  ({ chat }, systems) => {
    const mosquitto = find(systems, 'mosquitto')
    if (chat === null || mosquitto === undefined) return undefined
    const [ours, theirs] = [chat.saturated.cpuUsPerDelivered, mosquitto.cpuUsPerDelivered]
    const measured = `${formatFigure(ours)} against ${formatFigure(theirs)} µs`
    const goal = 'saturated: no more CPU a message than Mosquitto'
    return { isMet: ours <= theirs, goal, measured }
  },
  ({ chat }, systems) => {
    const mosquitto = find(systems, 'mosquitto')
    if (chat === null || mosquitto === undefined) return undefined
    const [ours, theirs] = [chat.saturated.deliveredPerSecond, mosquitto.deliveredPerSecond]
    const measured = `${formatCount(ours)} against ${formatCount(theirs)}`
    return { isMet: ours > theirs, goal: 'saturated: more msg/s than Mosquitto', measured }
  },
  ({ key, chat }, systems) => {
    const sqlite = find(systems, 'sqlite')
    if (key !== 'mariadb' || chat === null || sqlite === undefined) return undefined
    const share = chat.saturated.deliveredPerSecond / sqlite.deliveredPerSecond
    const goal = 'saturated: at least half the msg/s of SQLite'
    return { isMet: share >= MIN_MARIADB_SHARE, goal, measured: `${formatFigure(share)} of it` }
  },
  ({ chat }) =>
    chat === null
      ? undefined
      : {
          isMet: chat.brisk.cpuUsPerDelivered <= MAX_BRISK_CPU_US,
          goal: `5,000 msg/s: at most ${MAX_BRISK_CPU_US} µs a message`,
          measured: `${formatFigure(chat.brisk.cpuUsPerDelivered)} µs`,
        },
  ({ chat }) => latency(chat?.brisk, 'p99', MAX_BRISK_P99_US, `5,000 msg/s: p99 at most 20 ms`),
  ({ chat }) => latency(chat?.calm, 'p50', MAX_CALM_P50_US, '1,000 msg/s: p50 at most 2 ms'),
  ({ chat }) => latency(chat?.calm, 'p99', MAX_BRISK_P99_US, '1,000 msg/s: p99 at most 20 ms'),
  ({ idle }) =>
    idle === null
      ? undefined
      : {
          isMet: idle.bytesPerUser <= MAX_IDLE_BYTES,
          goal: `at most 10 kB for each of ${formatCount(idle.users)} idle users`,
          measured: `${formatFigure(idle.bytesPerUser / 1_000)} kB`,
        },
  ({ rooms }) => {
    const room = rooms.find(({ members }) => members === LARGE_ROOM)
    if (room === undefined) return undefined
    const cpuUs = room.cpuUsPerDelivered
    const goal = `a room of 1,000: at most ${MAX_COPY_CPU_US} µs a copy`
    return { isMet: cpuUs <= MAX_COPY_CPU_US, goal, measured: `${formatFigure(cpuUs)} µs` }
  },
  ({ logins }) =>
    logins === null
      ? undefined
      : {
          isMet: logins.perSecond >= MIN_LOGINS_PER_SECOND,
          goal: '5,000 token log-ins a second, cold',
          measured: formatCount(logins.perSecond),
        },
  ({ search }) => {
    if (search === null) return undefined
    const us = Math.max(...search.queries.map(({ p50Us }) => p50Us))
    const goal = `the first page of a search in ${formatCount(search.stored)} messages in 50 ms`
    return { isMet: us <= MAX_SEARCH_US, goal, measured: `${formatTime(us)}, the slowest` }
  },
  ({ storm }) => {
    const [before, during] = [storm?.without.deliveryUs?.p99, storm?.with.deliveryUs?.p99]
    if (before === undefined || during === undefined) return undefined
    const measured = `${formatTime(before)}, then ${formatTime(during)}`
    const goal = 'a storm of log-ins at most doubles the p99'
    return { isMet: during <= before * MAX_STORM_FACTOR, goal, measured }
  },
]

/** The worse of acknowledgement and delivery. */
function latency(
  figures: LoadFigures | undefined,
  percentile: 'p50' | 'p99',
  maxUs: number,
  goal: string,
): Goal | undefined {
  const [one, other] = [figures?.acknowledgeUs?.[percentile], figures?.deliveryUs?.[percentile]]
  if (one === undefined || other === undefined) return undefined
  const us = Math.max(one, other)
  return { isMet: us <= maxUs, goal, measured: formatTime(us) }
}
