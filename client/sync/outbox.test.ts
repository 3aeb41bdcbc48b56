import t from 'tap'
import { ChatClientError } from '../wire/chat-client-error.ts'
import type { OutgoingMessage } from './kept-messages.ts'
import { Outbox, type Stored } from './outbox.ts'

interface Attempt {
  message: OutgoingMessage
  answer(stored: Stored): void
  fail(error: ChatClientError): void
}

/** An outbox whose attempts to send are answered by the test. */
function scene() {
  const attempts: Attempt[] = []
  const stored: string[] = []
  const refused: string[] = []
  const outbox = new Outbox({
    transmit: (message) =>
      new Promise((answer, fail) => {
        attempts.push({ message, answer, fail })
      }),
    onStored: ({ text }) => stored.push(text),
    onRefused: ({ text }, { code }) => refused.push(`${text}: ${code}`),
  })
  const sent = (): string[] => attempts.map(({ message }) => message.text)
  const last = (): Attempt => attempts.at(-1) as Attempt
  return { outbox, attempts, stored, refused, sent, last }
}

const at = (seq: number): Stored => ({ chat: 'han', seq, at: seq })
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

t.test(
  'nothing goes out before there is a session, then in order, one at a time per chat',
  async (t) => {
    const { outbox, sent, last } = scene()
    for (const text of ['1', '2', '3']) outbox.add('han', text)
    t.same(sent(), [])
    outbox.resume()
    t.same(sent(), ['1'])
    last().answer(at(1))
    await settle()
    t.same(sent(), ['1', '2'])
  },
)

t.test(
  'chats do not wait for each other; a name in another spelling is the same chat',
  async (t) => {
    const { outbox, sent } = scene()
    outbox.resume()
    outbox.add('han', 'to han')
    outbox.add('tom', 'to tom')
    outbox.add('HAN', 'to han again')
    t.same(sent(), ['to han', 'to tom'])
  },
)

t.test(
  'every message has a cid of its own, and keeps it when it is sent again [P-7] [G-2]',
  async (t) => {
    const { outbox, attempts, last } = scene()
    outbox.resume()
    const { cid } = outbox.add('han', 'hello')
    const other = outbox.add('tom', 'hello')
    t.not(cid, other.cid)
    t.match(cid, /^[\x21-\x7e]{1,64}$/)
    attempts[0]?.fail(new ChatClientError('connection_lost'))
    attempts[1]?.answer({ chat: 'tom', seq: 1, at: 1 })
    outbox.suspend()
    await settle()
    outbox.resume()
    t.equal(last().message.cid, cid)
    t.equal(attempts.length, 3)
  },
)

t.test(
  '"rate_limited" and its like: the same message again, after the pause, before the next one',
  async (t) => {
    const { outbox, attempts, sent, stored, last } = scene()
    outbox.resume()
    for (const text of ['1', '2']) outbox.add('han', text)
    for (const code of ['rate_limited', 'busy', 'unavailable'] as const) {
      const before = attempts.length
      last().fail(new ChatClientError(code, { retryAfterMs: 1 }))
      while (attempts.length === before) await settle()
    }
    t.same(sent(), ['1', '1', '1', '1'])
    last().answer(at(1))
    await settle()
    t.same(stored, ['1'])
    t.equal(last().message.text, '2')
  },
)

t.test('what the server refuses is reported and dropped; the next goes on', async (t) => {
  const { outbox, refused, stored, last } = scene()
  outbox.resume()
  for (const text of ['1', '2', '3']) outbox.add('han', text)
  last().fail(new ChatClientError('conflict'))
  await settle()
  // A time to wait does not make a refusal a "try again".
  last().fail(new ChatClientError('muted', { retryAfterMs: 5 }))
  await settle()
  last().answer(at(1))
  await settle()
  t.same(refused, ['1: conflict', '2: muted'])
  t.same(stored, ['3'])
  t.equal(outbox.size, 0)
})

t.test('a message seen in its conversation needs no answer any more', async (t) => {
  const { outbox, stored, last } = scene()
  outbox.resume()
  const { cid } = outbox.add('han', 'hello')
  t.equal(outbox.settle('han', 'another'), undefined)
  t.match(outbox.settle('han', cid), { text: 'hello' })
  t.equal(outbox.size, 0)
  last().answer(at(1))
  await settle()
  t.same(stored, [], 'the late answer changes nothing')
})

t.test('it holds a thousand messages and no more', async (t) => {
  const { outbox } = scene()
  for (let n = 0; n < 1_000; n += 1) outbox.add(`friend-${n % 7}`, 'x')
  t.throws(() => outbox.add('han', 'one too many'), { code: 'outbox_full' })
})

t.test('at most sixteen chats are sent to at once', async (t) => {
  const { outbox, sent } = scene()
  for (let n = 0; n < 40; n += 1) outbox.add(`friend-${n}`, `${n}`)
  outbox.resume()
  t.equal(sent().length, 16)
})

t.test('waiting for the last answer ends with it, or with the outbox', async (t) => {
  const { outbox, last } = scene()
  await outbox.whenIdle()
  outbox.resume()
  outbox.add('han', '1')
  const idle = outbox.whenIdle()
  last().answer(at(1))
  await idle
  outbox.add('han', '2')
  const never = outbox.whenIdle()
  outbox.close()
  await never
  await outbox.whenIdle()
  t.equal(outbox.size, 1)
})
