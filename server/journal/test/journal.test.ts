import t, { type Test } from 'tap'
import { ChatError } from '../../chat-error.ts'
import { Chat, Conversation } from '../../directory/conversation.ts'
import { OnlineUser } from '../../directory/online-user.ts'
import { type AppendBatch, type AppendResult, STORED, UNKNOWN_HEAD } from '../../storage/store.ts'
import type { Entry } from '../entry.ts'
import { Journal } from '../journal.ts'

const OUTAGE = new Error('the database is away')
const MAX_DEPTH = 50_000

/** What a batch that stores everything is answered. */
function allStored({ head }: AppendBatch): AppendResult {
  const seq = head.map((newest) => (newest === UNKNOWN_HEAD ? 1 : newest + 1))
  return { outcome: seq.map(() => STORED), seq, at: seq.map(() => 1) }
}

/** A journal of two lanes: conversations with even ids share one, those with odd ids the other. */
function open(t: Test, append: (batch: AppendBatch) => Promise<AppendResult>) {
  const batches: AppendBatch[] = []
  const journal = new Journal(
    2,
    {
      append: (batch) => {
        batches.push(batch)
        return append(batch)
      },
      isOutage: (error) => error === OUTAGE,
      stored: () => {},
      wasRecalled: () => {},
      batchDone: () => {},
      failed: () => {},
    },
    { now: () => 1, monotonicMs: () => performance.now() },
  )
  t.teardown(() => journal.finish())
  return { journal, batches }
}

function chatOf(conversationId: number, head: number): Chat {
  const li = { id: 7, name: 'li', nickname: '', bio: '' }
  const user = new OnlineUser({ ...li, role: 'user', bannedUntil: 0, mutedUntil: 0, seenAt: 0 }, 0)
  const start = { floor: 0, received: 0, read: 0 }
  return new Chat(new Conversation(conversationId, 'direct', 2, head), user, 'han', 9, start)
}

const entryOf = (chat: Chat, text: string): Entry => ({
  ...{ chat, cid: text, text, at: 1, requestId: 1, origin: undefined },
  deadlineMs: performance.now() + 5_000,
})

t.test('conversations of different lanes do not wait for each other', async (t) => {
  let release = (): void => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const { journal, batches } = open(t, async (batch) => {
    if (batch.conversationId.includes(2)) await held
    return allStored(batch)
  })
  journal.submit(entryOf(chatOf(2, 0), 'a'))
  journal.submit(entryOf(chatOf(3, 0), 'b'))
  journal.submit(entryOf(chatOf(4, 0), 'c'))
  while (journal.depth > 2) await new Promise((resolve) => setImmediate(resolve))
  t.same(
    batches.map(({ text }) => text),
    [['a', 'c'], ['b']],
  )
  t.equal(journal.depth, 2)
  release()
  await journal.finish()
  t.equal(journal.depth, 0)
})

t.test('[G-3] an outage that one lane met is one for all of them', async (t) => {
  let isAway = true
  const { journal, batches } = open(t, async (batch) => {
    if (isAway) throw OUTAGE
    return allStored(batch)
  })
  journal.submit(entryOf(chatOf(2, 5), 'a'))
  while (batches.length === 0) await new Promise((resolve) => setImmediate(resolve))
  isAway = false
  journal.submit(entryOf(chatOf(3, 5), 'b'))
  await journal.finish()
  const other = batches.find(({ text }) => text[0] === 'b')
  t.same(other?.head, [UNKNOWN_HEAD])
})

t.test('[G-5] what is too much for a lane is refused before anything is done', async (t) => {
  let isAway = true
  const { journal } = open(t, async (batch) => {
    if (isAway) throw OUTAGE
    return allStored(batch)
  })
  const chat = chatOf(2, 0)
  for (let i = 0; i < MAX_DEPTH; i += 1) journal.submit(entryOf(chat, `${i}`))
  t.throws(() => journal.submit(entryOf(chat, 'one more')), { code: 'busy', retryAfterMs: Number })
  t.throws(() => journal.submit(entryOf(chat, 'one more')), ChatError)
  journal.submit(entryOf(chatOf(3, 0), 'the other lane has room'))
  isAway = false
})

t.test(
  'closed in an outage, it tells whoever waits, however long they would have waited',
  async (t) => {
    const { journal, batches } = open(t, async () => {
      throw OUTAGE
    })
    const refused: string[] = []
    const sent = (): void => {}
    const refuse = (_id: unknown, { code }: ChatError): void => void refused.push(code)
    const nothing = (): void => {}
    const origin = {
      ...{ sent, refused: refuse, kick: nothing },
      ...{ pushMessage: nothing, pushEvent: nothing, pushEphemeral: nothing },
    }
    const patient = (text: string): Entry => ({
      ...entryOf(chatOf(2, 0), text),
      ...{ origin, deadlineMs: performance.now() + 60_000 },
    })
    journal.submit(patient('at the database'))
    while (batches.length === 0) await new Promise((resolve) => setImmediate(resolve))
    journal.submit(patient('behind it'))
    journal.close()
    t.same(refused, ['unavailable', 'unavailable'])
    t.throws(() => journal.submit(patient('too late')), { code: 'shutting_down' })
    // It would have been tried again by now, and the process kept until nobody waits.
    while (journal.depth > 0) await new Promise((resolve) => setTimeout(resolve, 10))
    t.equal(batches.length, 1)
  },
)
