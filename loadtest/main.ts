import { writeFile } from 'node:fs/promises'
import { EXIT_ABORTED, EXIT_FAILED, LoadError } from './load-error.ts'
import type { LoadOptions } from './load-options.ts'
import { LivePanel, type Screen } from './progress/live-panel.ts'
import { PlainProgress } from './progress/plain-progress.ts'
import { type Progress, SILENT } from './progress/progress.ts'
import { renderHtml } from './report/html-report.ts'
import { renderJson } from './report/json-report.ts'
import type { LoadResult } from './report/load-result.ts'
import { renderSummary } from './report/summary.ts'
import { runLoad } from './run-load.ts'

export interface LoadStreams {
  /** The summary. */
  readonly output: Screen
  /** Progress and problems. */
  readonly errorOutput: Screen
}

const OWN_STREAMS: LoadStreams = { output: process.stdout, errorOutput: process.stderr }

/**
 * `teahouse load`: runs the load and reports. The first SIGINT ends the load and still gives the report, the second ends the program.
 * @returns the exit code: 0 when all promises held and the SLO was met. Rejects only for a bug
 */
export async function load(options: LoadOptions, streams = OWN_STREAMS): Promise<number> {
  const interruption = new AbortController()
  const onSignal = () => {
    if (interruption.signal.aborted) process.exit(EXIT_ABORTED)
    interruption.abort()
  }
  process.on('SIGINT', onSignal)
  const progress = chooseProgress(options, streams.errorOutput)
  try {
    const { result } = await runLoad(options, progress, interruption.signal)
    progress.end()
    streams.output.write(renderSummary(result, { isColoured: streams.output.isTTY === true }))
    await writeReports(options, result)
    return result.verdict.isGood ? 0 : EXIT_FAILED
  } catch (error) {
    progress.end()
    if (!(error instanceof LoadError)) throw error
    for (const line of error.message.split('\n')) streams.errorOutput.write(`teahouse: ${line}\n`)
    return error.exitCode
  } finally {
    process.off('SIGINT', onSignal)
  }
}

function chooseProgress(options: LoadOptions, errorOutput: Screen): Progress {
  if (options.isQuiet) return SILENT
  return errorOutput.isTTY ? new LivePanel(errorOutput) : new PlainProgress(errorOutput)
}

async function writeReports(options: LoadOptions, result: LoadResult): Promise<void> {
  if (options.jsonFile !== undefined) await write('--json', options.jsonFile, renderJson(result))
  if (options.htmlFile !== undefined) await write('--html', options.htmlFile, renderHtml(result))
}

async function write(option: string, path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text)
  } catch (cause) {
    throw new LoadError(`${option}: cannot write ${path}: ${(cause as Error).message}`, { cause })
  }
}
