import t from 'tap'
import { exampleResult } from './test/support/example-result.ts'
import { reachVerdict } from './verdict.ts'
import { noFaults } from './verify/faults.ts'

const good = exampleResult({ errors: { total: 0, share: 0, byCode: {}, disconnects: {} } })
const verdictOf = (changes: Parameters<typeof exampleResult>[0]) =>
  reachVerdict({ ...good, ...changes })

t.test('a good run in a sentence', async (t) => {
  t.strictSame(verdictOf({}), {
    isGood: true,
    sentence:
      '500 users, 2,500 msg/s for 30 s: every message arrived once and in order; p99 8.20 ms',
  })
  const slo = { text: 'lost=0', isMet: true, clauses: [] }
  t.match(verdictOf({ slo }).sentence, /p99 8\.20 ms; SLO met$/)
})

t.test('errors alone do not make a run bad, but are said', async (t) => {
  const { isGood, sentence } = verdictOf({ errors: exampleResult().errors })
  t.ok(isGood)
  t.match(sentence, /; 7 errors \(rate_limited, busy\)$/)
})

t.test('any fault makes a run bad, and all of them are said', async (t) => {
  const faults = { ...noFaults(), lost: 3, corrupt: 1_000 }
  const { isGood, sentence } = verdictOf({ verifier: { ...good.verifier, faults } })
  t.notOk(isGood)
  t.match(sentence, /: 3 lost; 1,000 corrupt$/)
})

t.test('a missed SLO makes a run bad and says by how much', async (t) => {
  const clauses = [
    { clause: 'lost=0', measured: '0', isMet: true },
    { clause: 'p99<5ms', measured: '8.20 ms', isMet: false },
  ]
  const { isGood, sentence } = verdictOf({ slo: { text: '', isMet: false, clauses } })
  t.notOk(isGood)
  t.match(sentence, /: SLO missed: p99<5ms is 8\.20 ms$/)
})

t.test('a load that was not the one asked for is not a result', async (t) => {
  const messages = { ...good.messages, sentPerSecond: 1_800 }
  t.match(verdictOf({ messages }), {
    isGood: false,
    sentence: /offered 1,800 msg\/s, wanted 2,500 \(the server did not keep up\)/,
  })
  const generator = { ...good.generator, isBottleneck: true }
  t.match(verdictOf({ messages, generator }).sentence, /the generator is the bottleneck/)
  t.ok(verdictOf({ messages: { ...messages, sentPerSecond: 2_450 } }).isGood, 'within 5 %')
  t.ok(verdictOf({ messages: { ...messages, wantedPerSecond: null } }).isGood, 'closed loop')
})

t.test('what was never answered or never sent makes a run bad', async (t) => {
  t.match(verdictOf({ messages: { ...good.messages, unanswered: 2 } }), {
    isGood: false,
    sentence: /2 never answered/,
  })
  t.match(
    verdictOf({ messages: { ...good.messages, unsent: 5 } }).sentence,
    /5 could never be sent/,
  )
})

t.test('when not one message was accepted the reason stands there', async (t) => {
  const messages = { ...good.messages, acknowledged: 0 }
  const errors = { total: 9, share: 1, byCode: { not_friends: 9 }, disconnects: {} }
  t.match(verdictOf({ messages, errors }), {
    isGood: false,
    sentence: /not one message was accepted \(not_friends\)/,
  })
})
