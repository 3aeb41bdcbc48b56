import t, { type Test } from 'tap'
import type { TokenUse } from '../../storage/store.ts'
import { TurnedClock } from '../../test/support/turned-clock.ts'
import { TOKEN_LIFE_MS, Usage } from '../usage.ts'

const HOUR_MS = 3_600_000

function bench(t: Test) {
  const clock = new TurnedClock()
  const tokens: (readonly TokenUse[])[] = []
  const seen: (readonly { userId: number; at: number }[])[] = []
  const failures: unknown[] = []
  const state = { isDown: false }
  const save = (list: { push(rows: never): void }) => async (rows: unknown) => {
    if (state.isDown) throw new Error('the database is away')
    list.push(rows as never)
  }
  const store = { touchTokens: save(tokens), saveSeen: save(seen) }
  const usage = new Usage(store, clock, (error) => failures.push(error))
  t.teardown(() => usage.stop())
  return { clock, usage, tokens, seen, failures, state }
}

const hash = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)

t.test('a use of a token is written down once an hour, and keeps it for thirty days', async (t) => {
  const { clock, usage, tokens } = bench(t)
  const now = clock.now()
  usage.tokenUsed(hash(1), now - HOUR_MS + 1)
  await usage.save()
  t.same(tokens, [], 'noted less than an hour ago')
  usage.tokenUsed(hash(2), now - HOUR_MS)
  usage.tokenUsed(hash(2), now - HOUR_MS)
  await usage.save()
  t.same(tokens, [[{ hash: hash(2), at: now, expiresAt: now + TOKEN_LIFE_MS }]])
  await usage.save()
  t.equal(tokens.length, 1, 'saved once')
})

t.test('when a user was last seen is written down', async (t) => {
  const { clock, usage, seen } = bench(t)
  usage.userLeft(7)
  clock.turn(5_000)
  usage.userLeft(7)
  usage.userLeft(8)
  await usage.save()
  const at = clock.now()
  t.same(seen, [
    [
      { userId: 7, at },
      { userId: 8, at },
    ],
  ])
})

t.test('what could not be saved is saved with the next, the newest of each', async (t) => {
  const { clock, usage, seen, tokens, failures, state } = bench(t)
  const first = clock.now()
  usage.userLeft(7)
  usage.userLeft(8)
  usage.tokenUsed(hash(1), 0)
  state.isDown = true
  const refused = usage.save()
  clock.turn(1_000)
  usage.userLeft(7)
  await refused
  t.equal(failures.length, 1)
  t.same([seen, tokens], [[], []])
  state.isDown = false
  await usage.save()
  t.same(seen, [
    [
      { userId: 7, at: clock.now() },
      { userId: 8, at: first },
    ],
  ])
  t.equal(tokens[0]?.length, 1)
})
