import t, { type Test } from 'tap'
import type { ChatError } from '../../chat-error.ts'
import { Chat, Conversation } from '../../directory/conversation.ts'
import { OnlineUser } from '../../directory/online-user.ts'
import {
  type AppendBatch,
  type AppendResult,
  CONFLICT,
  DUPLICATE,
  RECALLED,
  STORED,
  UNKNOWN_HEAD,
} from '../../storage/store.ts'
import type { Entry, Sender } from '../entry.ts'
import { Lane } from '../lane.ts'

const OUTAGE = new Error('the database is away')

/** A batch at the database, which the test answers when it likes. */
interface Commit {
  batch: AppendBatch
  resolve(result: AppendResult): void
  reject(error: Error): void
}

class Bench {
  readonly commits: Commit[] = []
  readonly log: string[] = []
  nowMs = 0
  #changed: (() => void)[] = []
  readonly lane = new Lane({
    append: (batch) =>
      new Promise((resolve, reject) => {
        this.commits.push({ batch, resolve, reject })
        for (const wake of this.#changed.splice(0)) wake()
      }),
    isOutage: (error) => error === OUTAGE,
    wasRecalled: ({ text }, seq) => this.log.push(`${text}=${seq} recalled`),
    stored: ({ text }, seq, _at, isDup) => this.log.push(`${text}=${seq}${isDup ? ' dup' : ''}`),
    batchDone: (entries) => this.log.push(`done ${entries}`),
    failed: () => this.log.push('failed'),
    idle: () => this.log.push('idle'),
    monotonicMs: () => this.nowMs,
  })
  readonly chat: Chat

  constructor(head = 0) {
    this.chat = chatOf(3, head)
  }

  add(...texts: string[]): void {
    for (const text of texts) this.lane.add(this.entry(text))
  }

  entry(text: string, deadlineMs = 5_000): Entry {
    const refused = (_id: unknown, { code }: ChatError): unknown => this.log.push(`${text} ${code}`)
    const origin = { refused } as unknown as Sender
    const { chat } = this
    return { chat, cid: text, text, at: 1, requestId: 1, origin, deadlineMs }
  }

  /** The n-th batch that was sent to the database; waits for it. */
  async commit(n: number): Promise<Commit> {
    while (this.commits.length <= n) await new Promise<void>((wake) => this.#changed.push(wake))
    return this.commits[n] as Commit
  }
}

function chatOf(conversationId: number, head: number): Chat {
  const user = new OnlineUser(
    {
      id: 7,
      name: 'li',
      nickname: '',
      bio: '',
      role: 'user',
      bannedUntil: 0,
      mutedUntil: 0,
      seenAt: 0,
    },
    0,
  )
  const start = { floor: 0, received: 0, read: 0 }
  return new Chat(new Conversation(conversationId, 'direct', 2, head), user, 'han', 9, start)
}

function stored(...seqs: number[]): AppendResult {
  return { outcome: seqs.map(() => STORED), seq: seqs, at: seqs.map(() => 1) }
}

/** Lets promises that are already resolved have their effect. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

t.test('one batch is at the database while the next one grows', async (t) => {
  const bench = new Bench()
  bench.add('a', 'b')
  const first = await bench.commit(0)
  t.same(first.batch.text, ['a', 'b'], 'what one turn brings is one batch')
  bench.add('c')
  bench.add('d')
  await settled()
  t.equal(bench.commits.length, 1)
  t.equal(bench.lane.depth, 4)
  first.resolve(stored(1, 2))
  t.same((await bench.commit(1)).batch.text, ['c', 'd'])
})

t.test('[G-1] nothing is reported before its commit', async (t) => {
  const bench = new Bench()
  bench.add('a')
  const { resolve } = await bench.commit(0)
  await settled()
  t.same(bench.log, [])
  resolve(stored(1))
  await settled()
  t.same(bench.log, ['idle', 'a=1', 'done 1'])
})

t.test('the next batch knows the head that the last one reached', async (t) => {
  const bench = new Bench(4)
  bench.add('a')
  const first = await bench.commit(0)
  t.same(first.batch.head, [4])
  bench.add('b')
  first.resolve(stored(5))
  t.same((await bench.commit(1)).batch.head, [5])
})

t.test(
  '[G-2] a batch of unknown outcome is sent again, without what we thought we knew',
  async (t) => {
    const bench = new Bench(4)
    bench.add('a')
    const first = await bench.commit(0)
    first.reject(OUTAGE)
    const again = await bench.commit(1)
    t.same(again.batch.cid, ['a'])
    t.same(again.batch.head, [UNKNOWN_HEAD])
    again.resolve({ outcome: [DUPLICATE], seq: [5], at: [1] })
    await settled()
    t.same(bench.log, ['failed', 'idle', 'a=5 dup', 'done 1'])
  },
)

t.test('[G-3] after an outage no head counts until the database has confirmed it', async (t) => {
  const bench = new Bench(9)
  const other = chatOf(4, 9)
  bench.add('a')
  ;(await bench.commit(0)).reject(OUTAGE)
  // It comes back, and the last two of the nine are gone.
  ;(await bench.commit(1)).resolve(stored(8))
  await settled()
  bench.add('b')
  bench.lane.add({ ...bench.entry('c'), chat: other })
  const next = await bench.commit(2)
  t.same(next.batch.head, [8, UNKNOWN_HEAD], 'of the other one nothing has been heard since')
  next.resolve({ outcome: [STORED, DUPLICATE], seq: [9, 3], at: [1, 1] })
  await settled()
  bench.lane.add({ ...bench.entry('d'), chat: other })
  const last = await bench.commit(3)
  t.same(last.batch.head, [UNKNOWN_HEAD], 'a repetition says nothing of the head')
  last.resolve(stored(8))
  await settled()
  bench.lane.add({ ...bench.entry('e'), chat: other })
  t.same((await bench.commit(4)).batch.head, [8])
})

t.test('a sender waits no longer than the deadline, and is told once', async (t) => {
  const bench = new Bench()
  bench.add('a')
  const first = await bench.commit(0)
  bench.lane.add(bench.entry('b', 5_000))
  bench.lane.add(bench.entry('c', 9_000))
  bench.nowMs = 5_000
  bench.lane.expire(5_000)
  t.same(bench.log, ['a unavailable', 'b unavailable'])
  t.equal(bench.lane.depth, 2, 'what is at the database stays, what was waiting has gone')
  bench.lane.expire(6_000)
  first.resolve(stored(1))
  await settled()
  t.same(bench.log.slice(2), ['a=1', 'done 1'], 'it is handed out when it was committed after all')
  t.same((await bench.commit(1)).batch.text, ['c'])
})

t.test('whoever was told "unavailable" is not tried again', async (t) => {
  const bench = new Bench()
  bench.add('a')
  const first = await bench.commit(0)
  bench.nowMs = 5_000
  bench.lane.add(bench.entry('b', 9_000))
  first.reject(OUTAGE)
  t.same((await bench.commit(1)).batch.text, ['b'])
  t.same(bench.log, ['failed', 'a unavailable'])
})

t.test('[G-6] a message that the database refuses takes no other with it', async (t) => {
  const bench = new Bench()
  bench.add('good', 'poison', 'fine')
  const refuse = new Error('Incorrect string value')
  ;(await bench.commit(0)).reject(refuse)
  ;(await bench.commit(1)).resolve(stored(1))
  const rest = await bench.commit(2)
  t.same(rest.batch.text, ['poison', 'fine'])
  rest.reject(refuse)
  ;(await bench.commit(3)).reject(refuse)
  ;(await bench.commit(4)).resolve(stored(2))
  await settled()
  t.same(
    bench.log.filter((line) => !line.startsWith('done')),
    ['failed', 'good=1', 'failed', 'failed', 'poison internal', 'idle', 'fine=2'],
  )
})

t.test('a cid that was used for something else is a conflict', async (t) => {
  const bench = new Bench()
  bench.add('a')
  ;(await bench.commit(0)).resolve({ outcome: [CONFLICT], seq: [0], at: [0] })
  await settled()
  t.same(bench.log, ['idle', 'a conflict', 'done 1'])
})

t.test('a batch is bounded in messages and in characters', async (t) => {
  await bounded(
    t,
    Array.from({ length: 4_500 }, (_, i) => `${i}`),
    [2_000, 2_000, 500],
  )
  await bounded(
    t,
    Array.from({ length: 600 }, () => 'x'.repeat(8_000)),
    [250, 250, 100],
  )
})

async function bounded(t: Test, texts: string[], sizes: number[]): Promise<void> {
  const bench = new Bench()
  bench.add(...texts)
  let head = 0
  for (const [n, size] of sizes.entries()) {
    const { batch, resolve } = await bench.commit(n)
    t.equal(batch.text.length, size)
    resolve(stored(...batch.text.map(() => ++head)))
  }
  await settled()
  t.equal(bench.lane.depth, 0)
  t.equal(bench.lane.openCharacters, 0)
}

t.test(
  '[P-9] what was recalled since is answered like a repetition, and handed to nobody',
  async (t) => {
    const bench = new Bench()
    bench.add('a', 'b')
    const { resolve } = await bench.commit(0)
    resolve({ outcome: [RECALLED, STORED], seq: [5, 6], at: [1, 1] })
    await settled()
    t.same(bench.log, ['idle', 'a=5 recalled', 'b=6', 'done 2'])
  },
)
