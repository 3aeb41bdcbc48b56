import { writeFile } from 'node:fs/promises'
import { EXIT_ABORTED, EXIT_FAILED, LoadError } from './load-error.ts'
import type { LoadOptions } from './load-options.ts'
import { LivePanel, type Screen } from './progress/live-panel.ts'
import { PlainProgress } from './progress/plain-progress.ts'
import { type Progress, SILENT } from './progress/progress.ts'

export interface LoadStreams {
  /** The summary. */
  readonly output: Screen
  /** Progress and problems. */
  readonly errorOutput: Screen
}

/** What a run says when it is over. */
export interface Report {
  readonly isGood: boolean
  summary(look: { isColoured: boolean }): string
  json(): string
  html(): string
}

type Manners = Pick<LoadOptions, 'isQuiet' | 'jsonFile' | 'htmlFile'>

/**
 * Carries out a run as a program does: shows its progress, writes its reports, makes its end an exit code. The first SIGINT ends the load and still
 * gives the report, the second ends the program.
 * @returns 0 when all promises held and the SLO was met. Rejects only for a bug
 */
export async function conduct(
  options: Manners,
  streams: LoadStreams,
  run: (progress: Progress, signal: AbortSignal) => Promise<Report>,
): Promise<number> {
  const interruption = new AbortController()
  const onSignal = () => {
    if (interruption.signal.aborted) process.exit(EXIT_ABORTED)
    interruption.abort()
  }
  process.on('SIGINT', onSignal)
  const progress = chooseProgress(options, streams.errorOutput)
  try {
    const report = await run(progress, interruption.signal)
    progress.end()
    streams.output.write(report.summary({ isColoured: streams.output.isTTY === true }))
    if (options.jsonFile !== undefined) await write('--json', options.jsonFile, report.json())
    if (options.htmlFile !== undefined) await write('--html', options.htmlFile, report.html())
    return report.isGood ? 0 : EXIT_FAILED
  } catch (error) {
    progress.end()
    if (!(error instanceof LoadError)) throw error
    for (const line of error.message.split('\n')) streams.errorOutput.write(`teahouse: ${line}\n`)
    return error.exitCode
  } finally {
    process.off('SIGINT', onSignal)
  }
}

function chooseProgress({ isQuiet }: Manners, errorOutput: Screen): Progress {
  if (isQuiet) return SILENT
  return errorOutput.isTTY ? new LivePanel(errorOutput) : new PlainProgress(errorOutput)
}

async function write(option: string, path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text)
  } catch (cause) {
    throw new LoadError(`${option}: cannot write ${path}: ${(cause as Error).message}`, { cause })
  }
}
