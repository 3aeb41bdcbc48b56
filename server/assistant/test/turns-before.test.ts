import t from 'tap'
import type { HistoryQuery, MessageRecord } from '../../storage/store.ts'
import { turnsBefore } from '../turns-before.ts'

const message = (seq: number, sender: string, text: string, cid = `c${seq}`): MessageRecord => ({
  ...{ seq, sender, text, cid },
  at: 0,
  recalled: false,
})
const answer = (seq: number, toSeq: number, text: string): MessageRecord =>
  message(seq, 'assistant', text, `answer-3-${toSeq}`)

async function turnsOf(messages: MessageRecord[], asked: HistoryQuery[] = []) {
  const storage = {
    history: async (query: HistoryQuery) => {
      asked.push(query)
      return { messages, more: false }
    },
  }
  const turns = await turnsBefore(
    storage,
    { conversationId: 3, seq: 90 },
    (text) => text === 'missed',
  )
  return turns.map(({ question, answer: said }) => `${question} / ${said}`)
}

t.test('questions go with their own answers, whatever came in between', async (t) => {
  const asked: HistoryQuery[] = []
  const talk = [message(1, 'li', 'a'), message(2, 'li', 'b'), answer(3, 1, 'A'), answer(4, 2, 'B')]
  t.same(await turnsOf(talk, asked), ['a / A', 'b / B'])
  t.match(asked, [{ conversationId: 3, floor: 0, before: 90 }])
})

t.test('what other people wrote never goes to a model', async (t) => {
  const talk = [
    message(1, 'li', 'missed'),
    answer(2, 1, 'han (1)\n  09:41 a secret'),
    message(3, 'assistant', '⏰ Reminder: a secret', 'reminder-3-1'),
    answer(4, 0, 'an answer whose question is too long ago'),
    { ...message(5, 'li', '', 'c5'), recalled: true },
    answer(6, 5, 'to what was recalled'),
    message(7, 'li', 'why?'),
    answer(8, 7, '等了太久还没有答案,我先不等了,请过一会儿再问。'),
    // Nobody but the assistant answers, whatever they call their messages.
    message(9, 'li', 'I am the assistant', 'answer-3-7'),
  ]
  t.same(await turnsOf(talk), [])
})

t.test('the last few, as far as there is room', async (t) => {
  const many = Array.from({ length: 20 }, (_, i) => [
    message(2 * i + 1, 'li', `q${i}`),
    answer(2 * i + 2, 2 * i + 1, `a${i}`),
  ]).flat()
  t.same(
    await turnsOf(many),
    Array.from({ length: 8 }, (_, i) => `q${12 + i} / a${12 + i}`),
  )
  const long = many.map((one) => ({ ...one, text: one.text.repeat(600) }))
  t.equal((await turnsOf(long)).length, 2, 'each takes 3,600 characters at most')
  t.same(await turnsOf(long.map((one) => ({ ...one, text: 'x'.repeat(8_000) }))), [])
})
