import t from 'tap'
import type { Message } from '../../protocol/entities.ts'
import { Timeline } from './timeline.ts'

const message = (seq: number): Message => ({
  chat: 'han',
  seq,
  from: 'han',
  cid: `c${seq}`,
  at: seq,
  text: `${seq}`,
})
const seqs = (messages: readonly Message[]): number[] => messages.map(({ seq }) => seq)

t.test('messages in order are handed on as they come, and only once', async (t) => {
  const timeline = new Timeline(0, 10)
  t.same(seqs(timeline.accept(message(1))), [1])
  t.same(seqs(timeline.accept(message(2))), [2])
  t.same(seqs(timeline.accept(message(2))), [])
  t.same(seqs(timeline.accept(message(1))), [])
  t.notOk(timeline.hasGap)
})

t.test('what comes too early waits, and comes with what closes the gap', async (t) => {
  const timeline = new Timeline(4, 10)
  t.same(seqs(timeline.accept(message(7))), [])
  t.same(seqs(timeline.accept(message(6))), [])
  t.ok(timeline.hasGap)
  t.same(seqs(timeline.accept(message(5))), [5, 6, 7])
  t.notOk(timeline.hasGap)
})

t.test('without a base the first message is the beginning', async (t) => {
  const timeline = new Timeline(undefined, 10)
  t.same(seqs(timeline.accept(message(41))), [41])
  t.notOk(timeline.hasGap)
})

t.test('a page closes the gap; what was pushed meanwhile follows it', async (t) => {
  const timeline = new Timeline(1, 10)
  timeline.accept(message(5))
  timeline.accept(message(6))
  t.same(seqs(timeline.acceptPage([2, 3, 4].map(message), true, timeline.head)), [2, 3, 4, 5, 6])
  t.notOk(timeline.hasGap)
})

t.test('a hole inside a page is no gap: what is not in it nobody will see', async (t) => {
  const timeline = new Timeline(0, 10)
  timeline.expect(9)
  t.same(seqs(timeline.acceptPage([4, 5].map(message), false, 9)), [4, 5])
  t.ok(timeline.hasGap)
  t.same(seqs(timeline.acceptPage([8].map(message), true, 9)), [8])
  t.notOk(timeline.hasGap, 'the last page was asked for when 9 was there: 9 will never come')
})

t.test('a last page does not skip what was committed after it was asked for', async (t) => {
  const timeline = new Timeline(5, 10)
  timeline.expect(7)
  const headWhenAsked = timeline.head
  // Pushed while the page was on its way; 8 is still missing.
  timeline.accept(message(9))
  t.same(seqs(timeline.acceptPage([6, 7].map(message), true, headWhenAsked)), [6, 7])
  t.ok(timeline.hasGap)
  t.same(seqs(timeline.accept(message(8))), [8, 9])
})

t.test('what does not fit into the hold is pulled later, in order', async (t) => {
  const timeline = new Timeline(0, 2)
  for (const seq of [3, 4, 5, 6]) timeline.accept(message(seq))
  t.same(seqs(timeline.accept(message(1))), [1])
  t.same(seqs(timeline.accept(message(2))), [2, 3, 4])
  t.ok(timeline.hasGap)
  t.same(seqs(timeline.acceptPage([5, 6].map(message), true, 6)), [5, 6])
})

t.test('what was handed on already takes no place in the hold', async (t) => {
  const timeline = new Timeline(0, 1)
  timeline.accept(message(1))
  timeline.accept(message(1))
  timeline.accept(message(3))
  t.same(seqs(timeline.accept(message(2))), [2, 3])
})

t.test('entering a room begins at its head', async (t) => {
  const timeline = new Timeline(undefined, 10)
  t.same(seqs(timeline.startAt(20)), [])
  t.same(seqs(timeline.accept(message(20))), [])
  t.same(seqs(timeline.accept(message(21))), [21])
})

t.test('in every order of arrival the same comes out', async (t) => {
  for (let round = 0; round < 200; round += 1) {
    const random = seeded(round)
    const timeline = new Timeline(0, 50)
    const arriving = Array.from({ length: 20 }, (_, index) => message(index + 1))
      .flatMap((one) => (random() < 0.3 ? [one, one] : [one]))
      .map((one) => ({ one, key: random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ one }) => one)
    const seen = arriving.flatMap((one) => timeline.accept(one))
    t.same(
      seqs(seen),
      Array.from({ length: 20 }, (_, index) => index + 1),
      `seed ${round}`,
    )
  }
})

function seeded(seed: number): () => number {
  let state = seed + 1
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

t.test('what was recalled while it waited comes without its text', async (t) => {
  const timeline = new Timeline(0, 10)
  timeline.accept(message(2))
  timeline.accept(message(3))
  timeline.recall(2)
  timeline.recall(9)
  t.match(timeline.accept(message(1)), [
    { seq: 1, text: '1' },
    { seq: 2, text: '', recalled: true },
    { seq: 3, text: '3' },
  ])
})
