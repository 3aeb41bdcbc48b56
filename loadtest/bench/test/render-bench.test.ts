import t from 'tap'
import { NO_FAULTS } from '../engine/load-figures.ts'
import { renderBench, renderBenchPage } from '../report/render-bench.ts'
import { exampleFigures, exampleResult, exampleSystem, longSystem } from './example-figures.ts'

const lineWith = (text: string, ...words: string[]) =>
  text.split('\n').find((line) => words.every((word) => line.includes(word)))

t.test('says on what machine, from which commit, when and for how long', async (t) => {
  const text = renderBench(exampleResult())
  t.match(text, /^Teahouse bench, 2026-11-22 09:41 UTC, commit abc123\n/)
  t.match(text, 'Some CPU, 2 cores, 8.00 GB, Linux 6.1.0, node v20.20.2')
  t.match(text, '5 s of each load after 1 s of warm-up, one round; 61 s in all')
})

t.test('a row has the figures, and the CPU as a multiple of the others', async (t) => {
  const [saturated = ''] = renderBench(exampleResult()).split('5,000 messages')
  const cells = lineWith(saturated, 'Teahouse on SQLite')?.trim().split(/ {2,}/)
  t.strictSame(cells, [
    'Teahouse on SQLite (committed)',
    ...['30,000', '30,000', '20.0', '0.80', '–'],
    ...['1.50 ms', '9.00 ms', '1.60 ms', '9.50 ms', 'ok'],
  ])
})

t.test('a system that is not installed is named, and what to do', async (t) => {
  t.match(renderBench(exampleResult()), /ngircd +not installed \(Debian: apt-get install ngircd\)/)
})

t.test('the time of a database has a column only where there is one', async (t) => {
  t.notMatch(renderBench(exampleResult()), 'DB µs')
  const figures = exampleFigures({ databaseCpuUsPerDelivered: 31.4 })
  const chat = { saturated: figures, brisk: figures, calm: figures }
  const text = renderBench(exampleResult({ systems: [exampleSystem({ chat })] }))
  t.match(lineWith(text, 'ack p50'), 'DB µs')
  t.match(lineWith(text, 'Teahouse on SQLite ('), '31.4')
})

t.test('a bench that loses says so, in the row and as a warning', async (t) => {
  const lossy = exampleFigures({ faults: { ...NO_FAULTS, lost: 12, doubled: 1 } })
  const chat = { saturated: lossy, brisk: exampleFigures(), calm: exampleFigures() }
  const text = renderBench(exampleResult({ systems: [exampleSystem({ chat })] }))
  t.match(text, /^ {2}Teahouse on SQLite .* 12 lost, 1 doubled$/m)
  t.match(text, 'warning: Teahouse on SQLite LOSES: 12 lost, 1 doubled')
})

t.test('a system that failed in the middle is a warning with its last words', async (t) => {
  const failed = exampleSystem({ chat: null, problem: 'failed: no answer\n    ENOSPC' })
  const text = renderBench(exampleResult({ systems: [failed] }))
  t.match(lineWith(text, 'Teahouse on SQLite'), /SQLite +failed: no answer$/)
  t.match(text, 'warning: Teahouse on SQLite: failed: no answer\n    ENOSPC\n')
})

t.test('warns when it was not the server that was measured', async (t) => {
  t.notMatch(renderBench(exampleResult()).replace(/warning: ngircd.*/, ''), 'warning')
  const busy = exampleFigures({
    deliveredPerSecond: 800,
    generator: { cpuShare: 0.9, busyShare: 0.97, loopDelayP99Us: 12_000 },
  })
  const chat = { saturated: busy, brisk: exampleFigures(), calm: busy }
  const text = renderBench(
    exampleResult({
      systems: [exampleSystem({ chat })],
      others: { othersShare: 0.3, stolenShare: 0.2 },
    }),
  )
  t.match(
    lineWith(text, 'hardly ever idle'),
    'saturated, 8 in flight each (Teahouse on SQLite 97 %)',
  )
  t.match(lineWith(text, 'was late'), /: 1,000 messages a second \(Teahouse on SQLite 12.0 ms\)$/)
  t.match(lineWith(text, 'not reached'), '(Teahouse on SQLite 800/s)')
  t.match(text, 'other programs took 30 % of the machine')
  t.match(text, 'the host of this machine took 20 % of it')
})

t.test('what a long bench adds has tables of its own', async (t) => {
  t.notMatch(renderBench(exampleResult()), 'members')
  const text = renderBench(exampleResult({ systems: [longSystem()] }))
  const [, room = ''] = text.split('1,000 members')
  const cells = lineWith(room, 'Teahouse on SQLite')?.trim().split(/ {2,}/)
  t.strictSame(cells?.slice(1, 4), ['30,000', '4.40', '4,396'], 'copies, a copy, a message')
  t.match(text, /log in by token, 200 at a time[\s\S]*5,432 +150\n/)
  t.match(text, /in the storm +61.4 +1.90 ms +15.0 ms +ok\n/)
  t.match(text, /10,123 stored +20.0 /)
  t.match(text, 'there was no time to store 100,000')
  t.match(text, /SQLite, 1,000,001 messages\n +a word in all +50 +2.10 ms +3.40 ms\n/)
  t.match(text, 'in the index 41.2 s after the last')
})

t.test('the page has every table of the terminal', async (t) => {
  const page = renderBenchPage(exampleResult({ isLong: true, systems: [longSystem()] }))
  t.match(page, /^## Teahouse bench \(long\), 2026-11-22/)
  t.match(page, '| Teahouse on SQLite (committed) | 30,000 |')
  t.match(page, '| 10,123 stored | 20.0 |')
  t.match(page, '| met | Teahouse on SQLite, ')
  const widths = page
    .split('\n\n')
    .filter((block) => block.startsWith('|'))
    .map((block) => new Set(block.split('\n').map((line) => line.split('|').length)).size)
  t.ok(widths.length > 5)
  t.ok(
    widths.every((size) => size === 1),
    'all lines of a table have as many cells',
  )
})
