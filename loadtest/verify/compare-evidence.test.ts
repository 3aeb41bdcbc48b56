import t from 'tap'
import type { ConversationEvidence } from '../generator/load-messages.ts'
import { compareEvidence } from './compare-evidence.ts'
import { noFaults } from './faults.ts'

const evidence = (...conversations: Partial<ConversationEvidence>[]) => ({
  faults: noFaults(),
  examples: [],
  conversations: conversations.map((one) => ({
    index: 0,
    name: 'li',
    from: 1,
    prints: new Int32Array(),
    contested: [],
    missing: [],
    ...one,
  })),
})

t.test('threads that saw the same, or different parts, agree', async (t) => {
  const log = compareEvidence([
    evidence({ prints: Int32Array.of(7, 0, 9) }),
    evidence({ prints: Int32Array.of(7, 8) }),
    evidence({ from: 3, prints: Int32Array.of(9) }),
  ])
  t.strictSame(log.counts, noFaults())
})

t.test('another message under the same number in another thread is lost', async (t) => {
  const log = compareEvidence([
    evidence({ prints: Int32Array.of(7, 0, 0) }),
    evidence({ prints: Int32Array.of(0, 8, 9) }),
    evidence({ prints: Int32Array.of(0, 8, 10) }),
  ])
  t.equal(log.counts.lost, 1)
  t.match(log.examples, [/number 3 of li/])
})

t.test('what a thread has counted already is not counted again', async (t) => {
  const log = compareEvidence([
    evidence({ prints: Int32Array.of(7), contested: [1] }),
    evidence({ prints: Int32Array.of(8) }),
    evidence({ prints: Int32Array.of(9) }),
  ])
  t.strictSame(log.counts, noFaults())
})

t.test('what one never got and another knows of is lost', async (t) => {
  const log = compareEvidence([
    evidence({ prints: Int32Array.of(7, 8, 9) }),
    evidence({
      prints: Int32Array.of(7),
      missing: [{ user: 'han', count: 2, seqs: [2, 3] }],
    }),
  ])
  t.equal(log.counts.lost, 2)
  t.equal(log.counts.holes, 0)
  t.match(log.examples, [/han never got 2 messages of li: number 2, 3/])
})

t.test('a number that nobody knows is a hole, counted once and not as lost', async (t) => {
  const log = compareEvidence([
    evidence({
      prints: Int32Array.of(7, 0, 9),
      missing: [
        { user: 'li', count: 1, seqs: [2] },
        { user: 'han', count: 2, seqs: [1, 2] },
      ],
    }),
  ])
  t.equal(log.counts.holes, 1)
  t.equal(log.counts.lost, 1)
})

t.test('faults of all threads are added up', async (t) => {
  const one = { ...evidence(), faults: { ...noFaults(), corrupt: 2 }, examples: ['corrupt: x'] }
  const two = { ...evidence(), faults: { ...noFaults(), corrupt: 3 }, examples: ['corrupt: y'] }
  const log = compareEvidence([one, two])
  t.equal(log.counts.corrupt, 5)
  t.strictSame(log.examples, ['corrupt: x', 'corrupt: y'])
})
