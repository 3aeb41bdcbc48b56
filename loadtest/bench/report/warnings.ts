import { formatShare, formatTime } from '../../report/format.ts'
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

/** Why a figure should not be taken at its word. */
export function findWarnings(result: BenchResult): string[] {
  return [
    ...faultWarnings(result),
    ...result.systems.flatMap(({ name, problem }) =>
      problem === null ? [] : [`${name}: ${problem}`],
    ),
    ...result.systems.flatMap(({ name, chat }) =>
      chat === null
        ? []
        : LOAD_KEYS.flatMap((key) =>
            loadWarnings(chat[key], CHAT_LOADS[key].perSecond).map(
              (words) => `${name}, ${CHAT_LOADS[key].title}: ${words}`,
            ),
          ),
    ),
    ...(result.machine.fsyncUs < MIN_FSYNC_US
      ? ['the disk keeps nothing for good: commits cost nothing here, and do elsewhere']
      : []),
  ]
}

function faultWarnings({ systems }: BenchResult): string[] {
  return systems.flatMap((system) => {
    const faults = addFaults(allLoads(system).map((load) => load.faults))
    return countFaults(faults) === 0 ? [] : [`${system.name} is NOT WHOLE: ${faultWords(faults)}`]
  })
}

function loadWarnings(figures: LoadFigures, perSecond: number | null): string[] {
  const { generator, deliveredPerSecond } = figures
  const words: string[] = []
  if (generator.busyShare > MAX_BUSY_SHARE) {
    const share = formatShare(generator.busyShare)
    words.push(`the generator was busy ${share} of the time: the system may be faster than that`)
  }
  if (perSecond === null) return words
  if (generator.loopDelayP99Us > MAX_LOOP_DELAY_US) {
    const late = formatTime(generator.loopDelayP99Us)
    words.push(`the generator itself was late by ${late} (p99), which is part of the latencies`)
  }
  if (deliveredPerSecond < perSecond * MIN_RATE_SHARE) words.push('the rate was not reached')
  return words
}
