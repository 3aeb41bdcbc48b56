import { formatCount, formatShare, formatTime } from '../../report/format.ts'
import { countFaults, type LoadFigures } from '../engine/load-figures.ts'
import { CHAT_LOADS, LOAD_KEYS } from '../rows/chat-loads.ts'
import { allLoads, type BenchResult } from './bench-result.ts'
import { addFaults } from './statistics.ts'
import { faultWords } from './words.ts'

/** Above this the generator has hardly a moment to wait for the server. */
const MAX_BUSY_SHARE = 0.95
const MAX_LOOP_DELAY_US = 10_000
/** Of the wanted rate, which is random: five standard deviations of five seconds at 1,000/s are 7 %. */
const MIN_RATE_SHARE = 0.9
/** No disk that keeps what it is given is that fast; a file system in memory is. */
const MIN_FSYNC_US = 20

/** Of the machine: what writes to the disk for us is a part of it. */
const MAX_OTHERS_SHARE = 0.1

/** Why a figure should not be taken at its word. */
export function findWarnings(result: BenchResult): string[] {
  const { systems } = result
  return [
    ...systems.flatMap(({ name, problem }) => (problem === null ? [] : [`${name}: ${problem}`])),
    ...faultWarnings(result),
    ...machineWarnings(result),
    ...gather(
      'the generator was hardly ever idle, so that the system may be faster than this',
      loadsWith(result, ({ generator }) =>
        generator.busyShare > MAX_BUSY_SHARE ? formatShare(generator.busyShare) : undefined,
      ),
    ),
    ...gather(
      'the generator itself was late (p99), which is a part of the latencies',
      loadsWith(result, ({ generator: { loopDelayP99Us } }, perSecond) =>
        perSecond !== null && loopDelayP99Us > MAX_LOOP_DELAY_US
          ? formatTime(loopDelayP99Us)
          : undefined,
      ),
    ),
    ...gather(
      'the rate was not reached',
      loadsWith(result, ({ deliveredPerSecond }, perSecond) =>
        perSecond !== null && deliveredPerSecond < perSecond * MIN_RATE_SHARE
          ? `${formatCount(deliveredPerSecond)}/s`
          : undefined,
      ),
    ),
  ]
}

function faultWarnings({ systems }: BenchResult): string[] {
  return systems.flatMap((system) => {
    const faults = addFaults(allLoads(system).map((load) => load.faults))
    return countFaults(faults) === 0 ? [] : [`${system.name} LOSES: ${faultWords(faults)}`]
  })
}

function machineWarnings({ machine, others }: BenchResult): string[] {
  const warnings: string[] = []
  if (others !== null && others.othersShare > MAX_OTHERS_SHARE) {
    const share = formatShare(others.othersShare)
    warnings.push(
      `other programs took ${share} of the machine: latencies and rates are not its own`,
    )
  }
  if (others !== null && others.stolenShare > MAX_OTHERS_SHARE) {
    warnings.push(`the host of this machine took ${formatShare(others.stolenShare)} of it away`)
  }
  if (machine.fsyncUs < MIN_FSYNC_US) {
    warnings.push('the disk keeps nothing for good: commits cost nothing here, and do elsewhere')
  }
  return warnings
}

type Look = (figures: LoadFigures, perSecond: number | null) => string | undefined

/** `words` of the loads of which there are some, by load: `5,000 messages a second (ngircd 12 ms)`. */
function loadsWith({ systems }: BenchResult, look: Look): string[] {
  return LOAD_KEYS.flatMap((key) => {
    const { title, perSecond } = CHAT_LOADS[key]
    const seen = systems.flatMap(({ name, chat }) => {
      const words = chat === null ? undefined : look(chat[key], perSecond)
      return words === undefined ? [] : [`${name} ${words}`]
    })
    return seen.length === 0 ? [] : [`${title} (${seen.join(', ')})`]
  })
}

const gather = (what: string, where: readonly string[]): string[] =>
  where.length === 0 ? [] : [`${what}: ${where.join('; ')}`]
