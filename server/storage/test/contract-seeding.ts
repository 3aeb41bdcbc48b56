import type { Test } from 'tap'
import { type TestStore, tokenHash } from './test-store.ts'

export async function seedingContract(t: Test, world: TestStore): Promise<void> {
  const { store } = world
  const seed = (names: string[], firstToken: number, inPairs: boolean) =>
    store.seed({
      accounts: names.map((name, i) => ({
        name,
        folded: name,
        tokenHash: tokenHash(firstToken + i),
      })),
      inPairs,
      ...{ passwordHash: 'seeded', at: 1_000, expiresAt: 9_000 },
    })
  const friendsBy = async (byte: number) => {
    const { user, relations } = await store.resume(tokenHash(byte), 2_000)
    return [user.name, ...relations.map(({ person, state }) => `${person.name} ${state}`)]
  }

  t.test('makes accounts with a token each, friends in pairs', async (t) => {
    await seed(['a1', '茶', 'a3', 'a4', 'a5'], 1, true)
    t.strictSame(await friendsBy(1), ['a1', '茶 friends'])
    t.strictSame(await friendsBy(2), ['茶', 'a1 friends'])
    t.strictSame(await friendsBy(4), ['a4', 'a3 friends'])
    t.strictSame(await friendsBy(5), ['a5'], 'nobody is left for the last')
    t.equal((await store.credentials('a3'))?.passwordHash, 'seeded')
  })

  t.test('takes accounts that are there, and gives them one more token', async (t) => {
    const old = await world.user('old')
    await store.setBlocked(old.id, 'a1', true, 1)
    await seed(['old', 'a1', 'new'], 11, true)
    t.equal((await store.credentials('old'))?.passwordHash, 'hash', 'the password stays')
    t.strictSame(await friendsBy(11), ['old', 'a1 friends'])
    t.strictSame(await friendsBy(12), ['a1', 'old friends', '茶 friends'])
    t.strictSame(await friendsBy(1), await friendsBy(12), 'the former token too')
    t.strictSame(await friendsBy(13), ['new'])
  })

  t.test('many at once', async (t) => {
    const names = Array.from({ length: 1_000 }, (_, i) => `many${i}`)
    await store.seed({
      accounts: names.map((name, i) => ({
        ...{ name, folded: name },
        tokenHash: new Uint8Array(32)
          .fill(i & 255)
          .fill(i >> 8, 16)
          .fill(255, 30),
      })),
      inPairs: true,
      ...{ passwordHash: '', at: 1_000, expiresAt: 9_000 },
    })
    t.equal((await store.findUsers('many', 2_000)).length, 1_000)
  })
}
