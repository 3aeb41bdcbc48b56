import type { Outcome, Sample } from '../load-run.ts'
import { formatCount, formatTime } from '../report/format.ts'
import type { LoadResult, Verdict } from '../report/load-result.ts'
import type { Phase } from '../scenarios/plan.ts'
import type { HttpOrder, HttpTally } from './http-order.ts'
import { type ChatSide, HTTP_RESULT_VERSION, type HttpResult } from './http-result.ts'
import { isScraped } from './scraped-chat.ts'

const NOTHING: HttpTally = { seconds: 0, paths: [], busyShare: 0 }

export function makeHttpResult(
  { rate, connections }: HttpOrder,
  chat: LoadResult,
  outcome: Outcome,
  tally: HttpTally = NOTHING,
): HttpResult {
  const sides = {
    alone: makeSide(outcome, (phase) => !isScraped(phase)),
    scraped: makeSide(outcome, isScraped),
  }
  const http = { rate, connections, ...tally }
  const verdict = reachHttpVerdict({ chat, http, ...sides })
  return { version: HTTP_RESULT_VERSION, verdict, http, ...sides, chat }
}

function makeSide(outcome: Outcome, isChosen: (phase: Phase) => boolean): ChatSide {
  const { borders, end, recorder } = outcome
  const spans = borders.flatMap(({ phase, sample }, place) =>
    isChosen(phase) ? [{ from: sample, to: borders[place + 1]?.sample ?? end }] : [],
  )
  const sum = (grown: (span: { from: Sample; to: Sample }) => number): number =>
    spans.reduce((total, span) => total + grown(span), 0)
  const seconds = sum(({ from, to }) => (to.atUs - from.atUs) / 1_000_000)
  const isKnown = seconds > 0 && spans.every(({ from, to }) => from.server && to.server)
  const cpuSeconds = sum(
    ({ from, to }) => (to.server?.cpuSeconds ?? 0) - (from.server?.cpuSeconds ?? 0),
  )
  const delivered = sum(({ from, to }) => to.counters.delivered - from.counters.delivered)
  const { acknowledge, delivery } = recorder.during(isChosen)
  return {
    seconds,
    deliveredPerSecond: seconds === 0 ? 0 : delivered / seconds,
    errors: sum(({ from, to }) => to.counters.errors - from.counters.errors),
    acknowledgeUs: acknowledge,
    deliveryUs: delivery,
    serverCpuShare: isKnown ? cpuSeconds / seconds : null,
  }
}

/** The chat's verdict, and whether HTTP was answered; what it cost is told and not judged: that is what an SLO is for. */
export function reachHttpVerdict(
  result: Pick<HttpResult, 'chat' | 'http' | 'alone' | 'scraped'>,
): Verdict {
  const { chat, http, alone, scraped } = result
  const problems = http.paths.flatMap(({ name, answered, failed, failures }) => {
    if (failed > 0) {
      const asked = formatCount(answered + failed)
      return [
        `${formatCount(failed)} of ${asked} ${name} failed (${Object.keys(failures).join(', ')})`,
      ]
    }
    return answered === 0 ? [`${name} was never answered`] : []
  })
  if (http.paths.length === 0) problems.push('stopped before anything was scraped')
  const [before, during] = [alone.deliveryUs, scraped.deliveryUs]
  const cost =
    before === null || during === null
      ? []
      : [`alone p99 ${formatTime(before.p99)}, scraped ${formatTime(during.p99)}`]
  return {
    isGood: chat.verdict.isGood && problems.length === 0,
    sentence: [chat.verdict.sentence, ...problems, ...cost].join('; '),
  }
}
