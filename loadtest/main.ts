import { conduct, type LoadStreams } from './conduct.ts'
import type { LoadOptions } from './load-options.ts'
import { renderHtml } from './report/html-report.ts'
import { renderJson } from './report/json-report.ts'
import { renderSummary } from './report/summary.ts'
import { runLoad } from './run-load.ts'

/** `teahouse load`: runs the load and reports. @returns the exit code */
export function load(options: LoadOptions, streams: LoadStreams): Promise<number> {
  return conduct(options, streams, async (progress, signal) => {
    const { result } = await runLoad(options, progress, signal)
    return {
      isGood: result.verdict.isGood,
      summary: (look) => renderSummary(result, look),
      json: () => renderJson(result),
      html: () => renderHtml(result),
    }
  })
}
