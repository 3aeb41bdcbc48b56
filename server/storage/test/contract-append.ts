import type { Test } from 'tap'
import { CONFLICT, DUPLICATE, RECALLED, STORED, type Store, UNKNOWN_HEAD } from '../store.ts'
import { batchOf, type Entry, type TestStore } from './test-store.ts'

export async function appendContract(t: Test, world: TestStore): Promise<void> {
  const { store } = world
  const textsOf = async (conversationId: number) =>
    (await store.history({ conversationId, floor: 0, limit: 200 })).messages.map(
      ({ seq, text }) => `${seq} ${text}`,
    )

  t.test('[G-3] numbers each conversation 1, 2, 3 … in the order of the batch', async (t) => {
    const one = await world.pair()
    const two = await world.pair()
    const entry = ({ li, chat }: typeof one, text: string, at: number): Entry => ({
      ...{ conversationId: chat.conversationId, senderId: li.id, cid: world.name('cid'), text, at },
    })
    const batch = [entry(one, 'a', 9), entry(two, 'b', 8), entry(one, 'c', 7), entry(one, 'd', 6)]
    t.strictSame(await store.append(batchOf(batch)), {
      outcome: [STORED, STORED, STORED, STORED],
      seq: [1, 1, 2, 3],
      at: [9, 8, 7, 6],
    })
    t.strictSame(await textsOf(one.chat.conversationId), ['1 a', '2 c', '3 d'])
    t.strictSame(await textsOf(two.chat.conversationId), ['1 b'])
    const more = [entry(two, 'e', 1), entry(one, 'f', 1)].map((e, i) => ({ ...e, head: [1, 3][i] }))
    t.match(await store.append(batchOf(more as Entry[])), { seq: [2, 4] })
  })

  t.test('an empty batch is nothing', async (t) => {
    t.strictSame(await store.append(batchOf([])), { outcome: [], seq: [], at: [] })
  })

  t.test('[G-2] the same batch again gives the same seq and time, at any later time', async (t) => {
    const { li, han, chat } = await world.pair()
    const { conversationId } = chat
    const batch = ['a', 'b', 'c'].map((text, i) => ({
      ...{ conversationId, senderId: i === 1 ? han.id : li.id, cid: `same${text}`, text, at: i },
    }))
    const first = await store.append(batchOf(batch))
    t.match(first, { outcome: [STORED, STORED, STORED], seq: [1, 2, 3] })
    await world.say(conversationId, li, 'd')
    for (const head of [UNKNOWN_HEAD, 0, 3, 4]) {
      const later = batch.map((entry) => ({ ...entry, head, at: 99_999 }))
      t.strictSame(await store.append(batchOf(later)), {
        outcome: [DUPLICATE, DUPLICATE, DUPLICATE],
        seq: first.seq,
        at: [0, 1, 2],
      })
    }
    t.strictSame(await textsOf(conversationId), ['1 a', '2 b', '3 c', '4 d'])
  })

  t.test('a cid is the sender’s own, and is compared byte by byte', async (t) => {
    const { li, han, chat } = await world.pair()
    const cids = ['x', 'X', 'x ', ' x', 'x\0']
    const entries = cids.flatMap((cid) =>
      [li, han].map(({ id }) => ({
        ...{ conversationId: chat.conversationId, senderId: id, cid, text: 'same' },
      })),
    )
    const { outcome } = await store.append(batchOf(entries))
    t.strictSame(outcome, new Array(10).fill(STORED))
  })

  t.test('repeated in the batch, new and old mixed', async (t) => {
    const { li, chat } = await world.pair()
    const other = await store.openDirect(li.id, 1, 1)
    const { conversationId } = chat
    const entry = (cid: string, text: string, at: number, conversation = conversationId) => ({
      ...{ conversationId: conversation, senderId: li.id, cid, text, at },
    })
    await store.append(batchOf([entry('old', 'old', 1)]))
    const result = await store.append(
      batchOf([
        entry('new', 'new', 2),
        entry('new', 'new', 3),
        entry('old', 'old', 4),
        entry('new', 'changed', 5),
        entry('new', 'new', 6, other.conversationId),
        entry('old', 'old ', 7),
        entry('last', 'last', 8),
        entry('old', 'old', 9, other.conversationId),
      ]),
    )
    t.strictSame(result, {
      outcome: [
        ...[STORED, DUPLICATE, DUPLICATE, CONFLICT],
        ...[CONFLICT, CONFLICT, STORED, CONFLICT],
      ],
      seq: [2, 2, 1, 0, 0, 0, 3, 0],
      at: [2, 2, 1, 0, 0, 0, 8, 0],
    })
    t.strictSame(await textsOf(conversationId), ['1 old', '2 new', '3 last'])
    t.strictSame(await textsOf(other.conversationId), [])
  })

  t.test('a recalled message counts as the same, whatever the text', async (t) => {
    const { li, chat } = await world.pair()
    const { conversationId } = chat
    const entry = { conversationId, senderId: li.id, cid: world.name('cid'), text: 'oops', at: 7 }
    await store.append(batchOf([entry]))
    await store.recall({ conversationId, seq: 1, senderId: li.id, sentSince: 0 })
    const same = { outcome: [RECALLED], seq: [1], at: [7] }
    t.strictSame(await store.append(batchOf([entry])), same)
    t.strictSame(await store.append(batchOf([{ ...entry, text: 'other' }])), same)
    const { conversationId: elsewhere } = await store.openDirect(li.id, 1, 1)
    t.match(await store.append(batchOf([{ ...entry, conversationId: elsewhere }])), {
      outcome: [CONFLICT],
    })
    t.match(await store.history({ conversationId, floor: 0, limit: 1 }), {
      messages: [{ text: '', recalled: true }],
    })
  })

  t.test('a head that is behind, or unknown, is made good unseen', async (t) => {
    const { li, chat } = await world.pair()
    const { conversationId } = chat
    await world.say(conversationId, li, '1', '2', '3')
    for (const [i, head] of [0, 2, UNKNOWN_HEAD, 3].entries()) {
      const entry = { conversationId, senderId: li.id, cid: world.name('cid'), text: 'x', head }
      t.strictSame(await store.append(batchOf([entry, { ...entry, cid: world.name('cid') }])), {
        outcome: [STORED, STORED],
        seq: [4 + 2 * i, 5 + 2 * i],
        at: [5_000, 5_000],
      })
    }
  })

  t.test('a batch of which one cannot be stored leaves nothing behind', async (t) => {
    const { li, chat } = await world.pair()
    const { conversationId } = chat
    const entry = (text: string | null) => ({
      ...{ conversationId, senderId: li.id, cid: world.name('cid'), text: text as string },
    })
    await t.rejects(store.append(batchOf([entry('a'), entry('b'), entry(null), entry('c')])))
    t.strictSame(await textsOf(conversationId), [])
    t.match(await store.append(batchOf([entry('a')])), { outcome: [STORED], seq: [1] })
  })

  t.test('a large batch of the longest texts is one transaction all the same', async (t) => {
    const { li, chat } = await world.pair()
    const { conversationId } = chat
    const entries = Array.from({ length: 200 }, (_, i) => ({
      ...{ conversationId, senderId: li.id, cid: world.name('cid'), text: '🫖'.repeat(8_000) },
      at: i,
    }))
    const { seq } = await store.append(batchOf(entries))
    t.strictSame(
      seq,
      entries.map((_, i) => i + 1),
    )
    const again = await store.append(batchOf(entries))
    t.ok(again.outcome.every((outcome) => outcome === DUPLICATE))
    t.strictSame(again.seq, seq)
  })
}

export async function fenceContract(t: Test, world: TestStore): Promise<void> {
  const { store } = world

  t.test(
    'two servers that write to the same conversations leave no gap and no double',
    async (t) => {
      const other = await world.anotherStore()
      const pairs = [await world.pair(), await world.pair(), await world.pair()]
      const batches = 40
      const sent = new Map<string, number>()
      const write = async (store: Store, server: string) => {
        const heads = new Map<number, number>()
        for (let i = 0; i < batches; i++) {
          const entries = pairs.flatMap(({ li, han, chat: { conversationId } }, p) =>
            [li, han].map(({ id }, s) => ({
              ...{ conversationId, senderId: id, cid: `${server}-${i}-${p}-${s}` },
              ...{ text: `${server} ${i}`, head: heads.get(conversationId) ?? UNKNOWN_HEAD },
            })),
          )
          // In another order on each server, as the locks would be.
          if (server === 'b') entries.reverse()
          const { outcome, seq } = await store.append(batchOf(entries))
          t.ok(outcome.every((each) => each === STORED))
          for (const [k, { conversationId, senderId, cid }] of entries.entries()) {
            sent.set(`${conversationId} ${senderId} ${cid}`, seq[k] as number)
            heads.set(conversationId, seq[k] as number)
          }
        }
      }
      await Promise.all([write(store, 'a'), write(other, 'b'), write(store, 'c')])

      for (const { chat } of pairs) {
        const { conversationId } = chat
        const pages = [
          ...(await store.history({ conversationId, floor: 0, after: 0, limit: 150 })).messages,
          ...(await store.history({ conversationId, floor: 0, after: 150, limit: 150 })).messages,
        ]
        t.strictSame(
          pages.map(({ seq }) => seq),
          Array.from({ length: 6 * batches }, (_, i) => i + 1),
          'seq 1 … n',
        )
        const users = new Map(
          (await Promise.all(pairs.map(({ li, han }) => [li, han])))
            .flat()
            .map((user) => [user.name, user.id]),
        )
        t.ok(
          pages.every(
            ({ seq, sender, cid }) =>
              sent.get(`${conversationId} ${users.get(sender)} ${cid}`) === seq,
          ),
          'each where its sender was told',
        )
      }
    },
  )

  t.test('the same message from two servers at once is stored once', async (t) => {
    const other = await world.anotherStore()
    const { li, chat } = await world.pair()
    for (let i = 0; i < 20; i++) {
      const batch = batchOf([
        {
          ...{ conversationId: chat.conversationId, senderId: li.id, cid: `once-${i}` },
          text: 'x',
        },
      ])
      const results = await Promise.all([store.append(batch), other.append(batch)])
      t.strictSame(results.map(({ outcome }) => outcome[0]).sort(), [STORED, DUPLICATE])
      t.strictSame(
        results.map(({ seq }) => seq[0]),
        [i + 1, i + 1],
      )
    }
  })
}
