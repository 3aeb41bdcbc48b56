import { formatBytes, formatSeconds, formatShare, formatTime } from '../../report/format.ts'
import { allLoads, type BenchResult } from './bench-result.ts'
import { checkGoals, type Goal } from './goals.ts'
import { renderMarkdown, renderText } from './table.ts'
import { makeTables } from './tables.ts'
import { findWarnings } from './warnings.ts'

/** The result for a terminal. */
export function renderBench(result: BenchResult): string {
  const goals = checkGoals(result)
  const warnings = findWarnings(result)
  return [
    `${headline(result)}\n${facts(result).join('\n')}\n`,
    ...makeTables(result).map(renderText),
    ...(goals.length === 0 ? [] : [`Goals\n${goalLines(goals).join('')}`]),
    ...(warnings.length === 0 ? [] : [warnings.map((words) => `warning: ${words}\n`).join('')]),
  ].join('\n')
}

/** The same for a page of the documentation. */
export function renderBenchPage(result: BenchResult): string {
  const goals = checkGoals(result).map(
    ({ isMet, goal, measured }) => `| ${isMet ? 'met' : '**missed**'} | ${goal} | ${measured} |`,
  )
  return [
    `## ${headline(result)}`,
    facts(result).join('  \n'),
    ...makeTables(result).map(renderMarkdown),
    ...(goals.length === 0
      ? []
      : ['### Goals', ['| | goal | measured |', '| --- | --- | --- |', ...goals].join('\n')]),
    ...findWarnings(result).map((words) => `- ${words}`),
  ].join('\n\n')
}

function headline({ startedAt, commit, isLong }: BenchResult): string {
  const day = startedAt.slice(0, 16).replace('T', ' ')
  return `Teahouse bench${isLong ? ' (long)' : ''}, ${day} UTC, commit ${commit ?? 'unknown'}`
}

function facts(result: BenchResult): string[] {
  const { machine, rounds, times, seconds } = result
  const memory = formatBytes(machine.memoryBytes)
  const roundWords = rounds === 1 ? 'one round' : `the median of ${rounds} rounds`
  return [
    `${machine.cpu}, ${machine.cores} cores, ${memory}, Linux ${machine.kernel}, node ${machine.node}; keeping 4 kB on the disk takes ${formatTime(machine.fsyncUs)}`,
    `generator and servers on this one machine; ${formatSeconds(times.seconds)} of each load after ${formatSeconds(times.warmUpSeconds)} of warm-up, ${roundWords}; ${formatSeconds(Math.round(seconds))} in all`,
    generatorWords(result),
  ]
}

function generatorWords({ systems }: BenchResult): string {
  const all = systems.flatMap(allLoads).map(({ generator }) => generator)
  const most = (key: 'cpuShare' | 'loopDelayP99Us') => Math.max(0, ...all.map((one) => one[key]))
  return `generator: at most ${formatShare(most('cpuShare'))} of a core, its loop late by at most ${formatTime(most('loopDelayP99Us'))} (p99)`
}

function goalLines(goals: readonly Goal[]): string[] {
  const width = Math.max(...goals.map(({ goal }) => goal.length))
  return goals.map(
    ({ isMet, goal, measured }) =>
      `  ${isMet ? 'met   ' : 'MISSED'}  ${goal.padEnd(width)}  ${measured}\n`,
  )
}
