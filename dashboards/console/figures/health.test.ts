import t from 'tap'
import { NOW, stats } from '../test/support/made-up.ts'
import { concernText } from '../texts.ts'
import type { Figures } from './figures.ts'
import { concernsOf, levelOf } from './health.ts'

const said = (figures: Figures, before?: Figures, now = NOW): string[] =>
  concernsOf(figures, before, now).map((one) => `${one.level}: ${concernText(one)}`)

t.test('figures as they should be are no concern', async (t) => {
  t.strictSame(said(stats()), [])
  t.strictSame(said({ at: NOW }), [], 'what is not known is none either')
  t.equal(levelOf([]), 'well')
})

t.test('from its bound on a figure is a concern, below it none', async (t) => {
  const commit = (p99: number): string[] => said(stats({ commitMs: { p50: 0, p99 } }))
  t.strictSame(commit(99.9), [])
  t.strictSame(commit(100), ['strained: commits take 100 ms'])
  t.strictSame(commit(1_000), ['broken: commits take 1.0 s'])
  const loop = (p99: number): string[] => said(stats({ eventLoopDelayMs: { p50: 0, p99 } }))
  t.strictSame(loop(99), [])
  t.strictSame(loop(250), ['strained: the main thread is 250 ms late'])
  t.strictSame(said(stats({ journalDepth: 999 })), [])
  t.strictSame(said(stats({ journalDepth: 1_000 })), [
    'strained: 1,000 messages wait for their commit',
  ])
})

t.test('the worst comes first, and gives the level', async (t) => {
  const figures = stats({ draining: true, databaseUp: false, journalDepth: 20_000 })
  const concerns = concernsOf(figures, undefined, NOW)
  t.strictSame(
    concerns.map(({ level }) => level),
    ['down', 'broken', 'strained'],
  )
  t.equal(levelOf(concerns), 'down')
})

t.test('silence is down, after a few seconds', async (t) => {
  t.strictSame(said(stats(), undefined, NOW + 4_000), [])
  t.strictSame(said(stats(), undefined, NOW + 4_001), ['down: no answer for 4 s'])
})

t.test('what was counted before is forgiven, what is new is not', async (t) => {
  const before = stats({ errorCodes: { internal: 5, not_found: 100 }, acceptFailures: 3 })
  t.strictSame(said(before, before), [])
  t.strictSame(said(before), [], 'the first look')
  const now = stats({
    errorCodes: { internal: 7, unavailable: 1, not_found: 900 },
    acceptFailures: 4,
  })
  t.strictSame(said(now, before), [
    'strained: 1 connections turned away: no room',
    'strained: 3 requests failed',
  ])
  t.strictSame(said(stats({ acceptFailures: 0 }), before), [], 'a new process counts from zero')
})

t.test('one slow reader is no concern, a tenth of all is', async (t) => {
  t.strictSame(said(stats({ sessions: 20, lagging: 4 })), [])
  t.strictSame(said(stats({ sessions: 500, lagging: 49 })), [])
  t.strictSame(said(stats({ sessions: 500, lagging: 50 })), ['strained: 50 sessions lag'])
})

t.test('a pool is strained by how many wait for each of its threads', async (t) => {
  const pool = (queue: number) => [{ name: 'credentials', threads: 2, busy: 1, queue }]
  t.strictSame(said(stats({ pools: pool(49) })), [])
  t.strictSame(said(stats({ pools: pool(50) })), ['strained: 50 requests wait for credentials'])
})
