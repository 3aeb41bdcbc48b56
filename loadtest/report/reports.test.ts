import t from 'tap'
import { exampleResult } from '../test/support/example-result.ts'
import { noFaults } from '../verify/faults.ts'
import {
  formatBytes,
  formatRate,
  formatSeconds,
  formatShare,
  formatTick,
  formatTime,
} from './format.ts'
import { renderHtml } from './html-report.ts'
import { renderJson } from './json-report.ts'
import type { LoadResult } from './load-result.ts'
import { sparkline } from './sparkline.ts'
import { renderSummary } from './summary.ts'

/** A run in which much went wrong, at a server with a name that is no honest name. */
function badResult(): LoadResult {
  const good = exampleResult()
  return exampleResult({
    verdict: { isGood: false, sentence: '500 users: 3 lost; SLO missed: p99<5ms is 8.20 ms' },
    run: { ...good.run, target: '<script>alert(1)</script>:7700', isInterrupted: true },
    verifier: {
      ...good.verifier,
      faults: { ...noFaults(), lost: 3 },
      examples: ['lost: number 5 of <b>li</b> & "han"'],
    },
    slo: {
      text: 'p99<5ms',
      isMet: false,
      clauses: [{ clause: 'p99<5ms', measured: '8.20 ms', isMet: false }],
    },
    phases: ['calm', 'storm'].map((name, index) => ({
      name,
      fromSeconds: index * 15,
      toSeconds: 15 + index * 15,
      acknowledge: good.latencyUs.acknowledge,
      delivery: good.latencyUs.delivery,
      passwordLogin: null,
      reconnect: index === 1 ? good.latencyUs.delivery : null,
    })),
    generator: { ...good.generator, isBottleneck: true, warnings: ['a worker was busy 97 %'] },
    timeline: { ...good.timeline, marks: [{ seconds: 15, name: 'storm' }] },
    server: {
      pid: 7,
      cpuSeconds: 3,
      cpuUsPerDelivered: 40,
      rssBytesBefore: 8e7,
      rssBytesLoggedIn: 9e7,
      rssBytesEnd: 1e8,
      bytesPerUser: 20_000,
    },
  })
}

/** A run in which nothing was said. */
function emptyResult(): LoadResult {
  const good = exampleResult()
  const none = { acknowledge: null, delivery: null, login: null, lateness: null }
  return exampleResult({
    latencyUs: { ...good.latencyUs, ...none },
    distributions: { acknowledge: [], delivery: [] },
    timeline: { ...good.timeline, points: [] },
  })
}

t.test('the summary says the verdict first, in a word and a sentence', async (t) => {
  const [first] = renderSummary(exampleResult()).split('\n')
  t.equal(first, `ok  ${exampleResult().verdict.sentence}`)
  t.match(renderSummary(badResult()), /^FAILED {2}500 users: 3 lost/)
  t.notMatch(renderSummary(badResult()), '\x1b')
  t.ok(renderSummary(badResult(), { isColoured: true }).startsWith('\x1b[31mFAILED\x1b[0m'))
})

t.test('the summary has every figure that was measured', async (t) => {
  const text = renderSummary(badResult())
  for (const expected of [
    /^acknowledge +75,000 +990 µs +3.51 ms +7.38 ms/m,
    /^delivery +75,000 +1.10 ms +3.90 ms +8.20 ms +11.8 ms +30.0 ms$/m,
    /^storm +15.0 s +30.0 s .*8.20 ms$/m,
    /wanted 2,500\/s, sent 2,500\/s$/m,
    /verifier +3 lost; 2 gaps healed/,
    /7 \(5 rate_limited, 2 busy\)/,
    /MISSED p99<5ms \(8.20 ms\)/,
    /40.0 µs a delivery/,
    /20.0 kB per user logged in/,
    /^warning {2,}a worker was busy 97 %$/m,
    /commit 0123456789/,
    /^ {2}lost: number 5 of/m,
  ]) {
    t.match(text, expected)
  }
  const [, ...others] = text.split('\n')
  t.ok(
    others.every((line) => line.length <= 80),
    'but for the verdict it fits a terminal',
  )
})

t.test('the page needs nothing from anywhere and runs nothing', async (t) => {
  for (const result of [exampleResult(), badResult(), emptyResult()]) {
    const page = renderHtml(result)
    t.notMatch(page, /<script|<link|<img|@import|url\(|src=/)
    t.notMatch(page, /https?:/)
    t.match(page, /default-src 'none'/)
    t.match(page, /prefers-color-scheme: dark/)
    t.notMatch(page, /NaN|undefined|Infinity/)
  }
})

t.test('what comes from outside is text on the page', async (t) => {
  const page = renderHtml(badResult())
  t.notMatch(page, '<script>alert')
  t.match(page, '&lt;script&gt;alert(1)&lt;/script&gt;:7700')
  t.match(page, 'lost: number 5 of &lt;b&gt;li&lt;/b&gt; &amp; &quot;han&quot;')
})

t.test('the page has three charts, and their figures as tables', async (t) => {
  const page = renderHtml(badResult())
  t.equal(page.match(/<svg /g)?.length, 3)
  t.equal(page.match(/role="img" aria-label="[^"]{20,}"/g)?.length, 3)
  for (const text of ['8.20 ms', '11.8 ms', 'broken', 'missed', 'storm', '5 rate_limited']) {
    t.match(page, text)
  }
  t.match(page, /<details><summary>23 of 70 intervals of 0.5 s/)
})

t.test('every tag that is opened is closed', async (t) => {
  for (const result of [exampleResult(), badResult(), emptyResult()]) {
    const stack: string[] = []
    for (const [, slash, name = '', rest = ''] of renderHtml(result).matchAll(
      /<(\/?)([a-z][a-z0-9]*)((?:[^<>"]|"[^"]*")*)>/g,
    )) {
      if (['meta', 'br'].includes(name) || rest.endsWith('/')) continue
      if (slash === '') stack.push(name)
      else t.equal(stack.pop(), name)
    }
    t.strictSame(stack, [])
  }
})

t.test('a run without a message still has a page and a summary', async (t) => {
  t.notMatch(renderHtml(emptyResult()), 'aria-label="Distribution')
  t.match(renderSummary(emptyResult()), /^ok {2}/)
})

t.test('the JSON is the result', async (t) => {
  t.strictSame(JSON.parse(renderJson(badResult())), badResult())
})

t.test('figures have three digits and a unit', async (t) => {
  t.strictSame([0.4, 850, 1_000, 8_214, 99_960, 999_400, 999_600, 1.3e6, 6e8].map(formatTime), [
    '0 µs',
    '850 µs',
    '1.00 ms',
    '8.21 ms',
    '100 ms',
    '999 ms',
    '1.00 s',
    '1.30 s',
    '600 s',
  ])
  t.strictSame([500, 5_000, 20_000, 1e6].map(formatTick), ['500 µs', '5 ms', '20 ms', '1 s'])
  t.strictSame([0, 0.5, 9.94, 12.3, 12_345].map(formatRate), ['0', '0.50', '9.94', '12', '12,345'])
  t.strictSame([0, 0.0012, 0.5].map(formatShare), ['0 %', '0.12 %', '50 %'])
  t.strictSame([900, 14_700, 3.06e8, 2.5e9].map(formatBytes), [
    '0.90 kB',
    '14.7 kB',
    '306 MB',
    '2.50 GB',
  ])
  t.strictSame([0.3, 30, 120, 135].map(formatSeconds), ['0.3 s', '30 s', '2 min', '2 min 15 s'])
})

t.test('a value that rounds up to the next power of ten still has three digits', async (t) => {
  t.equal(formatTime(99_960), '100 ms', '99.96 ms')
  t.strictSame([999.4, 999.6, 9_996, 99_949, 999_499, 9_996_000, 99_960_000].map(formatTime), [
    '999 µs',
    '1.00 ms',
    '10.0 ms',
    '99.9 ms',
    '999 ms',
    '10.0 s',
    '100 s',
  ])
  t.strictSame([9.994, 9.996].map(formatRate), ['9.99', '10'])
  t.strictSame([0.09994, 0.09996].map(formatShare), ['9.99 %', '10 %'])
  t.strictSame([99_960, 999_600, 999_600_000].map(formatBytes), ['100 kB', '1.00 MB', '1.00 GB'])
  t.strictSame([119.4, 119.6, 179.7].map(formatSeconds), ['119.4 s', '2 min', '3 min'])
})

t.test('a sparkline is as wide as asked for, its highest bar full', async (t) => {
  t.equal(sparkline([0, 5, 10], 5), '  ▁▅█')
  t.equal(sparkline([1, 2, 3, 4], 2), '▆█')
  t.equal(sparkline([0, 0], 2), '▁▁')
  t.equal(sparkline([], 3), '   ')
})
