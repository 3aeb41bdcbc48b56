import t from 'tap'
import { anyText, seeded } from '../test/support/hostile.ts'
import { parseSamples } from './prometheus-text.ts'
import { quantile, rate, Scrape } from './scrape.ts'
import { scrapedFigures } from './scraped-figures.ts'

const scrape = (text: string, at = 0): Scrape => new Scrape(parseSamples(text), at)

t.test('names, labels and numbers as the format has them', async (t) => {
  const page = [
    '# HELP teahouse_sessions Connections that have logged in.',
    '# TYPE teahouse_sessions gauge',
    'teahouse_sessions 530',
    'teahouse_errors_total{code="not_found"} 7 1795382590800',
    'a{x="1",y="two\\nlines \\"quoted\\" \\\\ {}=,",} 1.5e-3',
    'b{} +Inf',
    'c{ le = "0.5" }-Inf',
    'd NaN',
    '',
  ]
  t.strictSame(
    parseSamples(page.join('\r\n')).map(({ name, labels, value }) => [name, { ...labels }, value]),
    [
      ['teahouse_sessions', {}, 530],
      ['teahouse_errors_total', { code: 'not_found' }, 7],
      ['a', { x: '1', y: 'two\nlines "quoted" \\ {}=,' }, 0.0015],
      ['b', {}, Number.POSITIVE_INFINITY],
      ['c', { le: '0.5' }, Number.NEGATIVE_INFINITY],
      ['d', {}, Number.NaN],
    ],
  )
})

t.test('a line that is none is left out, and the rest is read', async (t) => {
  const lines = [
    '9lives 1',
    'a',
    'a{',
    'a{b}',
    'a{b="c} 1',
    'a{b="c" d="e"} 1',
    'a one',
    'a 1 2 3',
    'a1',
    'é 1',
  ]
  t.strictSame(
    parseSamples([...lines, 'good 1'].join('\n')).map(({ name }) => name),
    ['good'],
  )
})

t.test('a label cannot reach the object that holds it', async (t) => {
  const [sample] = parseSamples('a{__proto__="x",constructor="y"} 1')
  t.equal(sample?.labels['constructor'], 'y')
  t.equal(({} as Record<string, unknown>)['x'], undefined)
})

t.test('whatever a page holds, it is read to its end', async (t) => {
  const random = seeded(11)
  for (let round = 0; round < 300; round += 1) {
    const page = `a{b="${anyText(random)}"} 1\n${anyText(random)}\n`
    t.ok(parseSamples(`${page}good 1`).some(({ name }) => name === 'good') || page.includes('\\'))
  }
})

t.test('a rate is what was added between two looks; a new process has none', async (t) => {
  const [before, now] = [
    scrape('n_total{a="1"} 10\nn_total{a="2"} 5', 0),
    scrape('n_total 35', 2_000),
  ]
  t.equal(rate(before, now, 'n_total'), 10)
  t.equal(rate(undefined, now, 'n_total'), undefined)
  t.equal(rate(now, scrape('n_total 1', 4_000), 'n_total'), undefined)
  t.equal(rate(before, now, 'other_total'), undefined)
})

const histogram = (...counts: number[]): string =>
  ['0.001', '0.01', '0.1', '+Inf']
    .map((le, index) => `commit_bucket{le="${le}"} ${counts[index]}`)
    .join('\n')

t.test('a quantile is of what was measured between two looks', async (t) => {
  const before = scrape(histogram(100, 100, 100, 100))
  const now = scrape(histogram(100, 190, 200, 200))
  t.equal(
    quantile(before, now, 'commit', 0.45)?.toFixed(6),
    '0.005500',
    'half way through the bucket',
  )
  t.equal(quantile(before, now, 'commit', 0.9)?.toFixed(6), '0.010000')
  t.equal(quantile(before, before, 'commit', 0.99), 0, 'nothing was')
  t.equal(
    quantile(before, scrape(histogram(0, 0, 0, 5)), 'commit', 0.5),
    0.1,
    'a new process, and beyond the last bound',
  )
  t.equal(quantile(undefined, scrape('a 1'), 'commit', 0.5), undefined)
})

t.test('figures are what the page has; the rest is not known', async (t) => {
  const page = (committed: number): string =>
    [
      'teahouse_sessions 3',
      `teahouse_messages_committed_total ${committed}`,
      'teahouse_errors_total{code="internal"} 2',
      'teahouse_database_up 0',
      'teahouse_info{version="0.1.0",database="sqlite"} 1',
      'teahouse_pool_queue{pool="storage-write"} 4',
      'teahouse_pool_places{pool="storage-write"} 2',
      `teahouse_pool_busy_seconds_total{pool="storage-write"} ${committed / 100}`,
    ].join('\n')
  const before = scrape(page(100), 1_000)
  t.same(scrapedFigures(scrape(page(160), 3_000), before, before), {
    at: 3_000,
    version: '0.1.0',
    databaseKind: 'sqlite',
    databaseUp: false,
    sessions: 3,
    committed: 160,
    committedPerSecond: 30,
    errors: 2,
    errorCodes: { internal: 2 },
    pools: [{ name: 'storage-write', threads: 2, queue: 4, busy: 0.15 }],
  })
})
