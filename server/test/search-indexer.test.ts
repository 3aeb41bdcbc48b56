import t, { type Test } from 'tap'
import { SearchIndexer } from '../search-indexer.ts'
import { StorageUnavailable } from '../storage/storage-unavailable.ts'
import type { Stretch } from '../storage/store.ts'
import { TurnedClock } from './support/turned-clock.ts'

/** A database in numbers: per conversation the newest message, and how far the index is. */
function open(t: Test, heads: Record<number, number> = {}) {
  const head = new Map(Object.entries(heads).map(([id, seq]) => [Number(id), seq]))
  const mark = new Map<number, number>()
  const failures: unknown[] = []
  const outages: Error[] = []
  const state = { indexed: 0, filed: [] as string[], tidied: 0 }
  let changed = (): void => {}
  const indexer = new SearchIndexer({
    clock: new TurnedClock(),
    rest: 0,
    journalDepth: () => 0,
    storage: {
      behindIndex: async (afterId) => {
        // One at a time, so that there are pages.
        const [id] = [...head.keys()].filter((other) => other > afterId).sort((a, b) => a - b)
        return id === undefined ? { conversationIds: [] } : { conversationIds: [id], next: id }
      },
      nextStretch: async (id, afterSeq) => {
        const outage = outages.shift()
        if (outage !== undefined) throw outage
        const [first, last] = [(afterSeq ?? mark.get(id) ?? 0) + 1, head.get(id) ?? 0]
        if (last < first) return undefined
        const lastSeq = Math.min(last, first + 127)
        return {
          conversationId: id,
          firstSeq: first,
          lastSeq,
          isNewest: lastSeq === last,
        } as Stretch
      },
      fileStretches: async (stretches) => {
        if (stretches.length > 2) throw new Error('too many for one transaction')
        for (const { conversationId, firstSeq, lastSeq } of stretches) {
          if (firstSeq !== (mark.get(conversationId) ?? 0) + 1) throw new Error('out of order')
          mark.set(conversationId, lastSeq)
          state.filed.push(`${conversationId}: ${firstSeq}-${lastSeq}`)
        }
      },
      tidyIndex: async () => {
        state.tidied += 1
      },
    },
    indexed: (messages) => {
      state.indexed += messages
      changed()
    },
    failed: (error) => void failures.push(error),
  })
  // Its own timers keep no process alive, as the server's sockets do.
  const alive = setInterval(() => {}, 1_000)
  t.teardown(() => {
    indexer.stop()
    clearInterval(alive)
  })
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) {
      await new Promise<void>((resolve) => {
        changed = resolve
      })
    }
  }
  const say = (id: number, count: number): void => {
    for (let i = 0; i < count; i += 1) {
      head.set(id, (head.get(id) ?? 0) + 1)
      indexer.stored(id)
    }
  }
  return { indexer, state, failures, outages, until, say }
}

const ALL = [
  ...['1: 1-128', '1: 129-256', '1: 257-384', '1: 385-512', '1: 513-640', '1: 641-700'],
  ...['2: 1-5', '3: 1-128'],
]

t.test('at the start it finds all that is behind, and takes turns', async (t) => {
  const { indexer, state, until } = open(t, { 1: 700, 2: 5, 3: 128 })
  indexer.scan()
  await until(() => state.indexed === 833)
  t.same([...state.filed].sort(), ALL)
  t.ok(
    state.filed.indexOf('2: 1-5') < state.filed.indexOf('1: 641-700'),
    'nobody waits for the end',
  )
  t.equal(indexer.due, 0)
  t.ok(state.tidied > 0)
})

t.test('a few wait for others to fill a stretch with them', async (t) => {
  const { indexer, state, until, say } = open(t)
  indexer.scan()
  say(4, 127)
  await new Promise((resolve) => setImmediate(resolve))
  t.same(state.filed, [])
  say(4, 1)
  await until(() => state.indexed === 128)
  say(4, 128)
  await until(() => state.indexed === 256)
  t.same(state.filed, ['4: 1-128', '4: 129-256'])
})

t.test('after an outage it goes on where it was', async (t) => {
  const { indexer, state, failures, outages, until } = open(t, { 1: 10 })
  outages.push(new StorageUnavailable('the database is away'))
  indexer.scan()
  await until(() => state.indexed === 10)
  t.equal(failures.length, 1)
})

t.test('a conversation that cannot be indexed holds up no other', async (t) => {
  const { indexer, state, failures, outages, until, say } = open(t, { 1: 10 })
  outages.push(new Error('a bug'))
  indexer.scan()
  while (failures.length === 0) await new Promise((resolve) => setImmediate(resolve))
  t.equal(indexer.due, 0)
  say(2, 128)
  await until(() => state.indexed === 128)
  t.same(state.filed, ['2: 1-128'])
})
