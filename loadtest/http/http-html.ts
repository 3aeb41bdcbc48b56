import { renderHtml } from '../report/html-report.ts'
import { comparisonRows, PATH_HEAD, pathRow, rateWords, SIDE_HEAD } from './comparison.ts'
import type { HttpResult } from './http-result.ts'

/** The chat's page, on which the phases are marked, with what HTTP did before all else. */
export function renderHttpHtml(result: HttpResult): string {
  const { chat, verdict, http } = result
  return renderHtml({ ...chat, verdict }, [
    {
      title: 'The chat, alone and scraped',
      head: ['', ...SIDE_HEAD],
      rows: comparisonRows(result),
      hint: 'Alone: a quarter of the time before and a quarter after. The faults below are of both together.',
    },
    {
      title: 'HTTP',
      head: ['', ...PATH_HEAD],
      rows: http.paths.map(pathRow),
      hint: `Asked ${rateWords(http)}. From asking to the last byte of the answer.`,
    },
  ])
}
