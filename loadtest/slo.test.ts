import t from 'tap'
import { LoadError } from './load-error.ts'
import { judgeSlo, parseSlo } from './slo.ts'
import { exampleResult } from './test/support/example-result.ts'

const judge = (text: string, result = exampleResult()) => judgeSlo(parseSlo(text), result)
const isMet = (text: string) => judge(text).isMet

t.test('a latency without a histogram is that of the delivery', async (t) => {
  t.ok(isMet('p99<9ms'))
  t.notOk(isMet('p99<8ms'))
  t.strictSame(judge('p99<8ms').clauses, [{ clause: 'p99<8ms', measured: '8.20 ms', isMet: false }])
  t.equal(judge('delivery.p99<8ms').clauses[0]?.measured, '8.20 ms')
})

t.test('every histogram, statistic, comparison and unit can be named', async (t) => {
  for (const good of [
    'ack.p50<2ms',
    'ack.p50 >= 900us',
    'login.p95<1s',
    'p99.9<=12ms',
    'max<0.1s',
  ]) {
    t.ok(isMet(good), good)
  }
  for (const bad of ['ack.p50>2ms', 'mean=1us', 'max<1ms', 'p50<300us']) t.notOk(isMet(bad), bad)
})

t.test('counts, shares and rates', async (t) => {
  for (const good of [
    'lost=0',
    'doubled=0,disorder=0,corrupt=0',
    'errors<0.1%',
    'errors<100',
    'gaps<=2',
    'rate>2000/s',
    'delivery.rate>=2500/s',
    'unanswered=0',
    'delayed<10',
    'disconnects=0',
  ]) {
    t.ok(isMet(good), good)
  }
  t.notOk(isMet('errors<0.001%'))
  t.notOk(isMet('rate>3000/s'))
})

t.test('all clauses must hold, and each says what was measured', async (t) => {
  const { isMet, clauses } = judge('p99<50ms, lost=0 ,errors<0.0001%')
  t.notOk(isMet)
  t.strictSame(
    clauses.map((clause) => clause.isMet),
    [true, true, false],
  )
})

t.test('what was not measured has not been shown to hold', async (t) => {
  t.strictSame(judge('reconnect.p99<1s').clauses, [
    { clause: 'reconnect.p99<1s', measured: 'not measured', isMet: false },
  ])
})

t.test('a clause that says nothing is refused with its text', async (t) => {
  for (const [text, problem] of [
    ['', /"" is no clause/],
    ['p99<', /"p99<" is no clause/],
    ['p99<50', /needs a time/],
    ['p99<50%', /needs a time/],
    ['lost=0ms', /without a unit/],
    ['errors<1s', /a number or a share/],
    ['rate>100', /needs a rate/],
    ['speed>100', /there is no "speed"; there are .*p50/],
    ['constructor=1', /there is no "constructor"/],
    ['__proto__=1', /is no clause/],
    ['p99<5ms,,lost=0', /"" is no clause/],
    ['p98<5ms', /there is no "p98"/],
  ] as const) {
    t.throws(() => parseSlo(text), { name: 'LoadError', message: problem }, text)
    t.throws(() => parseSlo(text), LoadError)
  }
})
