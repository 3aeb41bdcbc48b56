import t from 'tap'
import { check } from './checker.ts'
import type { Evidence, Violation, ViolationKind } from './evidence.ts'
import type { ClientEvent, SeenMessage } from './history-log.ts'

const CHAT = 'han|li'

const message = (seq: number, from = 'li', cid = `c${seq}`): SeenMessage => ({
  ...{ seq, from, cid, at: 1_000 + seq, text: `text of ${cid}` },
})

/** A run of two users, told by hand. Li talks on connection 1, Han listens on connection 2. */
class Story {
  readonly events: ClientEvent[] = []
  stored: SeenMessage[] = []
  /** What Han reads at the end, when it is not what Li reads. */
  readByHan: SeenMessage[] | undefined
  hadOutages = false
  #attempts = 0

  constructor() {
    this.login('li', 1)
    this.login('han', 2)
  }

  login(user: string, connection: number, head = 0, received = 0): void {
    const chats = new Map([[CHAT, { head, received }]])
    this.events.push({ type: 'login', user, connection, askedAt: this.events.length, chats })
  }

  /** @returns the number of the attempt */
  invoke(cid: string, connection = 1, user = 'li'): number {
    const attempt = ++this.#attempts
    this.events.push({
      ...{ type: 'invoke', user, connection, attempt, conversation: CHAT, cid },
      text: `text of ${cid}`,
    })
    return attempt
  }

  ok(attempt: number, seq: number, dup = false): void {
    this.events.push({ type: 'ok', attempt, seq, at: 1_000 + seq, dup })
  }

  push(seen: SeenMessage, connection = 2, user = 'han'): void {
    this.events.push({ type: 'push', user, connection, conversation: CHAT, message: seen })
  }

  /** A message on its whole way. */
  says(seq: number, cid = `c${seq}`): void {
    this.ok(this.invoke(cid), seq)
    this.stored.push(message(seq, 'li', cid))
    this.push(message(seq, 'li', cid))
  }

  check(openAtEnd: Evidence['openAtEnd'] = [{ user: 'han', connection: 2 }]): Violation[] {
    const { events, stored, hadOutages } = this
    const readings = [
      { conversation: CHAT, reader: 'li', messages: stored },
      { conversation: CHAT, reader: 'han', messages: this.readByHan ?? stored },
    ]
    return check({ events, readings, openAtEnd, hadOutages })
  }
}

/** A story of three messages, to which something happens. */
function finds(name: string, kinds: ViolationKind[], happens: (story: Story) => void): void {
  t.test(name, async (t) => {
    const story = new Story()
    for (const seq of [1, 2, 3]) story.says(seq)
    happens(story)
    const violations = story.check()
    t.strictSame([...new Set(violations.map(({ kind }) => kind))].sort(), kinds.sort())
  })
}

finds('a run in which all is well', [], () => {})

finds('[G-1] an acknowledged message that is not there', ['lost'], (story) => {
  story.ok(story.invoke('c4'), 4)
})

finds('[G-1] a message that was pushed and is not there', ['phantom'], (story) => {
  story.push(message(4))
})

finds('[G-1] a message that was pushed with another text', ['phantom'], (story) => {
  story.ok(story.invoke('c4'), 4)
  story.push({ ...message(4), text: 'other' })
  story.stored.push(message(4))
})

finds('a page that shows what is not there', ['phantom'], ({ events }) => {
  const here = { user: 'han', connection: 2, conversation: CHAT, askedAt: 0 }
  events.push({ ...here, type: 'page', isNewest: true, messages: [message(3), message(4)] })
})

finds('[G-2] a message that is stored twice', ['doubled'], (story) => {
  story.stored.push(message(4, 'li', 'c2'))
  story.push(message(4, 'li', 'c2'))
})

finds('[G-2] a repetition that is called new', ['doubled'], (story) => {
  story.ok(story.invoke('c3'), 3)
})

finds('[G-2] a repetition that is called one', [], (story) => {
  story.ok(story.invoke('c3'), 3, true)
})

finds('a message that is acknowledged again with another seq', ['moved'], (story) => {
  story.ok(story.invoke('c3'), 2, true)
})

finds('a message that is stored at another time than acknowledged', ['moved'], (story) => {
  const attempt = story.invoke('c4')
  story.events.push({ type: 'ok', attempt, seq: 4, at: 7, dup: false })
  story.stored.push(message(4))
  story.push(message(4))
})

finds('[P-7] a gap', ['gap'], (story) => {
  story.hadOutages = true // Or the reader of the push would miss a message too.
  story.says(5)
})

finds('[G-3] two ends that read differently', ['disagreement'], (story) => {
  story.readByHan = story.stored.slice(0, 2)
})

finds('a message that nobody sent', ['stranger'], (story) => {
  story.stored.push(message(4, 'han', 'torn'))
  story.push(message(4, 'han', 'torn'))
})

finds('[G-3] two messages of one connection in the wrong order', ['disorder'], (story) => {
  const [first, second] = [story.invoke('c5'), story.invoke('c4')]
  story.stored.push(message(4), message(5))
  story.ok(second, 4)
  story.ok(first, 5)
  story.push(message(4))
  story.push(message(5))
})

finds('two messages of two connections in any order', [], (story) => {
  story.login('li', 3, 3, 3)
  const [first, second] = [story.invoke('c5'), story.invoke('c4', 3)]
  story.stored.push(message(4), message(5))
  story.ok(second, 4)
  story.push(message(4))
  story.push(message(4), 1, 'li')
  story.ok(first, 5)
  story.push(message(5))
  story.push(message(5), 3, 'li')
})

finds(
  '[G-3] a message that comes before what was known when it was sent',
  ['disorder'],
  (story) => {
    story.login('li', 3, 3, 3)
    const early = story.invoke('c5')
    story.ok(early, 5)
    const late = story.invoke('c4', 3)
    story.ok(late, 4)
    story.stored.push(message(4), message(5))
    story.hadOutages = true
    story.push(message(5))
  },
)

finds('[P-12] pushes of one connection in the wrong order', ['disorder'], (story) => {
  for (const seq of [4, 5]) {
    story.ok(story.invoke(`c${seq}`), seq)
    story.stored.push(message(seq))
  }
  story.push(message(5))
  story.push(message(4))
})

finds('[P-12] a message that is pushed twice', ['disorder'], (story) => {
  story.push(message(3))
})

finds('[P-12] a message that comes back to the session that sent it', ['echo'], (story) => {
  story.invoke('c4')
  story.push(message(4), 1, 'li')
  story.push(message(4))
  story.stored.push(message(4))
  story.events.push({ type: 'unknown', attempt: 4 })
})

finds('[G-4] an online session that was not told of the newest', ['skipped'], (story) => {
  story.ok(story.invoke('c4'), 4)
  story.stored.push(message(4))
})

finds('[G-4] an online session that was not told of one in between', ['skipped'], (story) => {
  story.ok(story.invoke('c4'), 4)
  story.stored.push(message(4))
  story.says(5)
})

finds('the same after an outage, when the gap tells the client', [], (story) => {
  story.ok(story.invoke('c4'), 4)
  story.stored.push(message(4))
  story.says(5)
  story.hadOutages = true
})

finds('the same after a resync [P-13]', [], (story) => {
  story.events.push({ type: 'resync', user: 'han', connection: 2 })
  story.ok(story.invoke('c4'), 4)
  story.stored.push(message(4))
})

finds('a log-in that is told less than was handed out', ['stale'], (story) => {
  story.login('han', 3, 2)
})

finds('a log-in that is told more than there is', ['phantom'], (story) => {
  story.login('han', 3, 4)
})

finds('a newest page that ends before what was known', ['stale'], ({ events }) => {
  const here = { user: 'han', connection: 2, conversation: CHAT, askedAt: events.length }
  events.push({ ...here, type: 'page', isNewest: true, messages: [message(1), message(2)] })
})

finds('[G-4] a cursor ahead of what its user acknowledged', ['cursor'], (story) => {
  story.events.push({ type: 'cursor', user: 'han', connection: 2, conversation: CHAT, seq: 1 })
  story.login('han', 3, 3, 2)
})

finds('a cursor that moved over one’s own messages', [], (story) => {
  story.login('li', 3, 3, 3)
})

finds('[G-4] a message that `missed` leaves out', ['cursor'], ({ events }) => {
  const chats = new Map([[CHAT, [message(1), message(3)]]])
  events.push({ type: 'missed', user: 'han', connection: 2, askedAt: 0, chats, more: false })
})

finds('[G-4] a chat that `missed` leaves out', ['cursor'], ({ events }) => {
  const here = { user: 'han', connection: 2, askedAt: events.length }
  events.push({ ...here, type: 'missed', chats: new Map(), more: false })
})

finds('a receipt for what nobody acknowledged', ['cursor'], ({ events }) => {
  const here = { user: 'li', connection: 1, conversation: CHAT }
  events.push({ type: 'cursor', user: 'han', connection: 2, conversation: CHAT, seq: 2 })
  events.push({ ...here, type: 'receipt', about: 'han', received: 2 })
  events.push({ ...here, type: 'receipt', about: 'han', received: 3 })
})

finds('a receipt that goes back', ['cursor'], ({ events }) => {
  const here = { user: 'li', connection: 1, conversation: CHAT }
  events.push({ type: 'cursor', user: 'han', connection: 2, conversation: CHAT, seq: 2 })
  events.push({ ...here, type: 'receipt', about: 'han', read: 2 })
  events.push({ ...here, type: 'receipt', about: 'han', read: 1 })
})

finds('a send that is refused for no reason', ['refused'], (story) => {
  story.events.push({ type: 'error', attempt: story.invoke('c4'), code: 'internal' })
})

finds('a send that is told to come again', [], (story) => {
  story.events.push({ type: 'error', attempt: story.invoke('c4'), code: 'unavailable' })
})

finds('a send without an answer', ['unanswered'], (story) => {
  story.invoke('c4')
})

finds('a complaint of a client', ['complaint'], ({ events }) => {
  events.push({ type: 'complaint', user: 'li', connection: 1, what: 'no reply' })
})

t.test('the assistant answers a question once', async (t) => {
  const conversation = 'assistant|li'
  const talk = (...from: string[]): Violation[] => {
    const messages = from.map((name, i) => message(i + 1, name))
    const events = messages
      .filter((one) => one.from === 'li')
      .flatMap(({ cid, text }, i): ClientEvent[] => [
        { type: 'invoke', user: 'li', connection: 1, attempt: i, conversation, cid, text },
        { type: 'unknown', attempt: i },
      ])
    const readings = [{ conversation, reader: 'li', messages }]
    return check({ events, readings, openAtEnd: [], hadOutages: false })
  }
  t.strictSame(talk('li', 'assistant', 'li', 'li', 'assistant'), [])
  t.match(talk('li', 'assistant', 'assistant', 'li'), [{ kind: 'answered twice' }])
})
