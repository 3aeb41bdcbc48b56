import t from 'tap'
import type { LatencySummary, LoadResult } from '../report/load-result.ts'
import { after, runAgainst } from './support/run-against.ts'

t.setTimeout(120_000)

/** What the machine itself adds, when others use it too. */
const SLACK_US = 60_000

function summary(result: LoadResult, kind: 'acknowledge' | 'delivery'): LatencySummary {
  const found = result.latencyUs[kind]
  if (found === null) throw new Error(`no ${kind}`)
  return found
}

t.test('a known delay of the answers is what is measured, and of the answers only', async (t) => {
  const { result } = await runAgainst({ acknowledgeAfterMs: 150 })
  const { min, p50 } = summary(result, 'acknowledge')
  t.ok(min >= 148_000, `at least ${min} µs`)
  t.ok(p50 < 150_000 + SLACK_US, `p50 ${p50} µs`)
  t.ok(summary(result, 'delivery').p50 < SLACK_US)
})

t.test('a known delay of the pushes is what is measured, across threads too', async (t) => {
  const { result } = await runAgainst({ pushAfterMs: 150 }, { workers: '2' })
  const { min, p50 } = summary(result, 'delivery')
  t.ok(min >= 148_000, `at least ${min} µs`)
  t.ok(p50 < 150_000 + SLACK_US, `p50 ${p50} µs`)
  t.ok(summary(result, 'acknowledge').p50 < SLACK_US)
})

t.test(
  'a second of silence is in the percentiles, not only in the messages before it',
  async (t) => {
    const duration = { duration: '4s', 'total-rate': '400', users: '20', outstanding: '3' }
    const { result } = await runAgainst(
      {},
      duration,
      after(400, (server) => server.stall(1_000)),
    )
    // Whoever waits for an answer before the next message sees one slow message per user, 20 of 1,600. But 400 were meant in
    // that second, a quarter of all, and waited for half of it on average.
    const { count, p50, p95, p99, mean } = summary(result, 'delivery')
    t.ok(count > 1_300, `${count} messages`)
    t.ok(p99 > 850_000, `p99 ${p99} µs`)
    t.ok(p95 > 600_000, `p95 ${p95} µs`)
    t.ok(p50 < 300_000, `p50 ${p50} µs`)
    t.ok(mean > 80_000 && mean < 300_000, `mean ${mean} µs`)
    t.ok(result.messages.delayed > 100, `${result.messages.delayed} delayed`)
    t.equal(result.messages.unsent, 0)
    t.ok(result.verdict.isGood, result.verdict.sentence)
  },
)

t.test('what was meant in the warm-up is not counted', async (t) => {
  const raw = { 'warm-up': '1s', duration: '1s', 'total-rate': '300' }
  const { result } = await runAgainst(
    {},
    raw,
    after(50, (server) => server.stall(400)),
  )
  const { count, max } = summary(result, 'delivery')
  t.ok(count > 200 && count < 400, `${count} messages`)
  t.ok(max < 250_000, `the stall of the warm-up is not in it: ${max} µs`)
  t.ok(result.timeline.points.some(({ seconds, sent }) => seconds < 0 && sent > 0))
})

t.test('in the closed loop as many are unanswered as was asked for, and no more', async (t) => {
  const raw = { 'in-flight': '4', users: '10' }
  const { result } = await runAgainst({ acknowledgeAfterMs: 50 }, raw)
  // 10 users with 4 unanswered messages each, answered after 50 ms and the timers' roughness: up to 800 a second.
  t.ok(result.messages.sentPerSecond < 805, `${result.messages.sentPerSecond} a second`)
  t.ok(result.messages.sentPerSecond > 400, `${result.messages.sentPerSecond} a second`)
  t.equal(result.messages.wantedPerSecond, null)
  t.ok(result.verdict.isGood, result.verdict.sentence)
})

t.test('a rate that the server cannot take is not reported as taken', async (t) => {
  const raw = { 'total-rate': '2000', users: '10', outstanding: '2', duration: '1s' }
  const { result } = await runAgainst({ acknowledgeAfterMs: 100 }, raw)
  t.notOk(result.verdict.isGood)
  t.match(result.verdict.sentence, /offered \d+ msg\/s, wanted [12],\d+/)
})
