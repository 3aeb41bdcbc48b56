import type { LatencySummary, LoadResult, Verdict } from '../report/load-result.ts'
import type { HttpOrder, HttpTally } from './http-order.ts'

/** Rises when a field is removed or changes its meaning; new fields do not raise it. */
export const HTTP_RESULT_VERSION = 1

/** What `teahouse load http` found out; `--json` writes it as it is. */
export interface HttpResult {
  readonly version: typeof HTTP_RESULT_VERSION
  readonly verdict: Verdict
  readonly http: Pick<HttpOrder, 'rate' | 'connections'> & HttpTally
  /** The same chat without and with somebody who asks over HTTP. */
  readonly alone: ChatSide
  readonly scraped: ChatSide
  /** The whole chat: its verifier, its errors and its SLO are of both sides together. */
  readonly chat: LoadResult
}

export interface ChatSide {
  /** 0: the run was stopped before it. */
  readonly seconds: number
  readonly deliveredPerSecond: number
  /** Of the chat, not of HTTP. */
  readonly errors: number
  readonly acknowledgeUs: LatencySummary | null
  readonly deliveryUs: LatencySummary | null
  /** Share of one core that the whole server process took; null where that is not known. */
  readonly serverCpuShare: number | null
}
