import { fact, LABEL_COLUMNS, line } from '../report/columns.ts'
import { formatSeconds, formatShare } from '../report/format.ts'
import {
  generatorWords,
  machineWords,
  serverWords,
  sloFacts,
  tallyWords,
  verdictLine,
  verifierWords,
} from '../report/summary.ts'
import { comparisonRows, PATH_HEAD, pathRow, rateWords, SIDE_HEAD } from './comparison.ts'
import type { PathResult } from './http-order.ts'
import type { HttpResult } from './http-result.ts'

/** Above this the asking thread is what sets the rate. */
const BUSY_SHARE = 0.9

/** The result for a terminal: the verdict, the chat side by side, what HTTP did. */
export function renderHttpSummary(result: HttpResult, { isColoured = false } = {}): string {
  const sections = [
    [verdictLine(result, isColoured)],
    result.chat.verifier.examples.map((example) => `  ${example}`),
    comparison(result),
    pathTable(result.http.paths),
    facts(result),
    warnings(result).map((warning) => fact('warning', warning)),
  ]
  const full = sections.filter((lines) => lines.length > 0)
  return `${full.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function comparison(result: HttpResult): string[] {
  const rows = comparisonRows(result).map(([name = '', ...cells]) => line(name, cells).trimEnd())
  return [line('the chat', SIDE_HEAD), ...rows]
}

function pathTable(paths: readonly PathResult[]): string[] {
  if (paths.length === 0) return []
  const rows = paths.map(pathRow).flatMap(([name = '', ...cells]) =>
    // A whole URL needs a line for itself.
    name.length < LABEL_COLUMNS ? [line(name, cells)] : [name, line('', cells)],
  )
  return [line('HTTP', PATH_HEAD), ...rows]
}

function facts({ chat, http }: HttpResult): string[] {
  const { errors, run, server } = chat
  const failures = http.paths.flatMap(({ name, failures }) =>
    Object.keys(failures).length === 0 ? [] : [`${name}: ${tallyWords(undefined, failures)}`],
  )
  const seconds = formatSeconds(Math.round(http.seconds))
  const busy = `its thread was busy ${formatShare(http.busyShare)} of the time`
  return [
    fact('verifier', `${verifierWords(chat)}; of both sides together`),
    fact('errors', tallyWords(errors.total, errors.byCode)),
    ...(failures.length === 0 ? [] : [fact('HTTP failures', failures.join('; '))]),
    ...sloFacts(chat),
    fact('HTTP', `${rateWords(http)}, for ${seconds}; ${busy}`),
    fact('generator', generatorWords(chat)),
    ...(server === null ? [] : [fact('server', serverWords(server))]),
    fact('scenario', `chat, ${run.pace}, texts ${run.textSize}, seed ${run.seed}`),
    fact('machine', machineWords(chat)),
  ]
}

function warnings({ chat, http }: HttpResult): string[] {
  if (http.busyShare <= BUSY_SHARE) return [...chat.generator.warnings]
  return [
    ...chat.generator.warnings,
    `the asking thread was busy ${formatShare(http.busyShare)} of the time: the server may answer faster than these figures`,
  ]
}
