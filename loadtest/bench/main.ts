import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { EXIT_FAILED, LoadError } from '../load-error.ts'
import { LivePanel } from '../progress/live-panel.ts'
import { PlainProgress } from '../progress/plain-progress.ts'
import type { BenchOptions } from './bench-options.ts'
import { countFaults } from './engine/load-figures.ts'
import { allLoads, type BenchResult } from './report/bench-result.ts'
import { updatePage } from './report/benchmarks-page.ts'
import { renderBench, renderBenchPage } from './report/render-bench.ts'
import { runBench } from './run-bench.ts'
import { SYSTEM_KEYS } from './servers/bench-server.ts'
import { OWN_PROGRAM } from './servers/teahouse-server.ts'

const UP = import.meta.url.endsWith('.ts') ? '../../' : '../../../'
const PAGE = fileURLToPath(new URL(`${UP}docs/benchmarks.md`, import.meta.url))

export interface BenchStreams {
  /** The table. */
  readonly output: NodeJS.WritableStream
  /** Progress and problems. */
  readonly errorOutput: NodeJS.WriteStream
}

/**
 * `make bench`: runs and reports. Servers that it started end with it, also when it is interrupted.
 * @returns the exit code: 0 when every system gave figures and no message was lost. Rejects only for a bug
 */
export async function bench(options: BenchOptions, streams: BenchStreams): Promise<number> {
  const { output, errorOutput } = streams
  const progress = errorOutput.isTTY ? new LivePanel(errorOutput) : new PlainProgress(errorOutput)
  try {
    const result = await runBench(options, (text) => progress.step(text))
    progress.end()
    output.write(renderBench(result))
    if (options.isLong) errorOutput.write(`teahouse: ${await keep(options, result)}\n`)
    return isGood(result) ? 0 : EXIT_FAILED
  } catch (error) {
    progress.end()
    if (!(error instanceof LoadError)) throw error
    for (const line of error.message.split('\n')) errorOutput.write(`teahouse: ${line}\n`)
    return error.exitCode
  }
}

function isGood({ systems }: BenchResult): boolean {
  return systems.every(
    (system) =>
      (system.problem === null || !system.isInstalled) &&
      allLoads(system).every(({ faults }) => countFaults(faults) === 0),
  )
}

/** Figures of some systems, or of another program, are not for the record. @returns what was done, as a sentence */
async function keep({ program, only }: BenchOptions, result: BenchResult): Promise<string> {
  if (program !== OWN_PROGRAM) return 'docs/benchmarks.md is as it was: this was another program'
  const isWhole = result.systems.every(({ problem }) => problem === null)
  if (!isWhole || only.length < SYSTEM_KEYS.length) {
    return 'docs/benchmarks.md is as it was: some systems have no figures'
  }
  const page = await readFile(PAGE, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  await writeFile(PAGE, updatePage(page, renderBenchPage(result)))
  return 'docs/benchmarks.md has the new figures'
}
