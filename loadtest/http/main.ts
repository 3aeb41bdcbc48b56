import { conduct, type LoadStreams } from '../conduct.ts'
import type { Progress } from '../progress/progress.ts'
import { renderJson } from '../report/json-report.ts'
import { runLoad } from '../run-load.ts'
import { answers, checkPaths } from './check-paths.ts'
import { renderHttpHtml } from './http-html.ts'
import type { HttpOptions } from './http-options.ts'
import type { HttpResult } from './http-result.ts'
import { renderHttpSummary } from './http-summary.ts'
import { makeHttpResult } from './make-http-result.ts'
import { Scraper } from './scraper.ts'

/** `teahouse load http`: what it costs those who chat when somebody asks over HTTP. @returns the exit code */
export function loadHttp(options: HttpOptions, streams: LoadStreams): Promise<number> {
  return conduct(options.load, streams, async (progress, signal) => {
    const result = await runHttpLoad(options, progress, signal)
    return {
      isGood: result.verdict.isGood,
      summary: (look) => renderHttpSummary(result, look),
      json: () => renderJson(result),
      html: () => renderHttpHtml(result),
    }
  })
}

/** Rejects with a LoadError when there can be no run. */
export async function runHttpLoad(
  { load, http: order, webClient }: HttpOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<HttpResult> {
  await checkPaths(order.paths)
  const isThere = webClient !== undefined && (await answers(webClient.url))
  const http = isThere ? { ...order, paths: [...order.paths, webClient] } : order
  const scraper = await Scraper.open(http)
  try {
    const { result, outcome } = await runLoad(load, progress, signal, { companion: scraper })
    return makeHttpResult(http, result, outcome, await scraper.tally())
  } finally {
    await scraper.close()
  }
}
