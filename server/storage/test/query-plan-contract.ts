import type { Test } from 'tap'
import type { Driver } from '../driver.ts'
import { sqlStore } from '../sql-store.ts'
import type { Store } from '../store.ts'
import { type Recorded, recordingDriver } from './recording-driver.ts'
import { batchOf, type TestStore, tokenHash } from './test-store.ts'

/** Every read that a log-in or a client makes again and again. */
const READS: Record<string, (store: Store, userId: number, chat: number) => Promise<unknown>> = {
  resume: (store) => store.resume(tokenHash(7), 1),
  loginState: (store, userId) => store.loginState(userId),
  credentials: (store) => store.credentials('user7'),
  person: (store) => store.person('user7'),
  relations: (store, userId) => store.relations(userId),
  history: (store, _, conversationId) => store.history({ conversationId, floor: 3, limit: 50 }),
  'history before': (store, _, conversationId) =>
    store.history({ conversationId, floor: 0, before: 50, limit: 50 }),
  'history after': (store, _, conversationId) =>
    store.history({ conversationId, floor: 0, after: 10, limit: 50 }),
  missed: (store, userId) => store.missed(userId, 50, 100),
  writtenSince: (store, userId) => store.writtenSince(userId, 1, 20),
  search: (store, userId) => store.search({ userId, text: 'text', limit: 50 }),
  nextStretch: (store, _, conversationId) => store.nextStretch(conversationId),
  findUsers: (store) => store.findUsers('user12', 500),
  findRooms: (store, userId) => store.findRooms(userId, 'room12', 20),
  roomInfo: (store, userId) => store.roomInfo(userId, 'room120'),
  openDirect: (store, userId) => store.openDirect(userId, userId + 1, 1),
  auditPage: (store) => store.auditPage({ limit: 50 }),
  accountPage: (store) => store.accountPage({ foldedPrefix: 'user1', after: '', at: 1, limit: 50 }),
  'banned accounts': (store) =>
    store.accountPage({ foldedPrefix: '', after: '', at: 1, limit: 50, only: 'banned' }),
  operators: (store) =>
    store.accountPage({ foldedPrefix: '', after: '', at: 1, limit: 50, only: 'operators' }),
  remindersOf: (store, userId) => store.remindersOf(userId),
  nextReminders: (store) => store.nextReminders(10, 50),
  roomPage: (store) => store.roomPage({ foldedPrefix: '', after: 'room12', limit: 50 }),
}

/** Enough rows that a planner which could use an index has reason to. */
export async function fillForPlans(world: TestStore): Promise<{ userId: number; chat: number }> {
  const { store } = world
  const accounts = Array.from({ length: 600 }, (_, i) => ({
    ...{ name: `user${i}`, folded: `user${i}` },
    tokenHash: tokenHash(7)
      .fill(i & 255, 16, 24)
      .fill(i >> 8, 24),
  }))
  await store.seed({ accounts, inPairs: true, passwordHash: '', at: 1, expiresAt: 9 })
  const userId = (await store.person('user0'))?.id ?? 0
  const last = (await store.person('user599'))?.id ?? 0
  await store.createToken({ hash: tokenHash(7), userId, device: '', at: 1, expiresAt: 9 })
  let chat = 0
  for (let i = 0; i < 130; i++) {
    // Twenty chats of the one who asks, the rest between others.
    const one = i < 20 ? userId : userId + 20 + i
    chat = (await store.openDirect(one, Math.min(one + 1 + (i % 20), last), 1)).conversationId
    const entries = Array.from({ length: 60 }, (_, k) => ({
      ...{ conversationId: chat, senderId: one, cid: `${i}-${k}`, text: 'text' },
    }))
    await store.append(batchOf(entries))
    // Half of it: a search reads the rest.
    const stretch = await store.nextStretch(chat)
    if (stretch !== undefined && i % 2 === 0) await store.fileStretches([stretch])
    const reminder = { conversationId: chat, dueAt: 130 - i, language: 'zh', text: '茶' } as const
    for (let askedSeq = 1; askedSeq <= 10; askedSeq++) {
      await store.addReminder({ ...reminder, userId: one, askedSeq }, 1_000)
    }
    const room = { name: `room${i}`, folded: `room${i}`, topic: '', isPrivate: i % 2 === 0 }
    await store.createRoom({ ...room, ownerId: i === 120 ? userId : one, at: 1 })
  }
  return { userId, chat }
}

/** `problems` says what is wrong with the plan of one query; nothing is right. */
export async function planContract(
  t: Test,
  world: TestStore,
  driver: Driver,
  problems: (query: Recorded) => Promise<string[]>,
): Promise<void> {
  const { userId, chat } = await fillForPlans(world)
  for (const [name, read] of Object.entries(READS)) {
    const recording = recordingDriver(driver)
    await read(sqlStore(recording.driver), userId, chat)
    t.ok(recording.queries.length > 0, `${name} reads`)
    t.notMatch(JSON.stringify(recording.queries), /\bLIKE\b/i, `${name} has no LIKE`)
    for (const query of recording.queries) t.strictSame(await problems(query), [], name)
  }
}
