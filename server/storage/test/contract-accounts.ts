import type { Test } from 'tap'
import { foldName } from '../../../protocol/names.ts'
import { ODD_TEXTS, type TestStore, tokenHash } from './test-store.ts'

export async function accountsContract(t: Test, world: TestStore): Promise<void> {
  const { store } = world

  t.test('a new user has resting values and can be found by the folded name', async (t) => {
    const made = await store.createUser({
      name: 'Li_李',
      folded: 'li_李',
      nickname: 'Léi',
      foldedNickname: 'léi',
      passwordHash: '$argon2id$x',
      at: 1_234,
    })
    const { id } = made
    t.ok(id > 1, 'after the assistant')
    const person = { id, name: 'Li_李', nickname: 'Léi', bio: '' }
    t.strictSame(made, { ...person, role: 'user', bannedUntil: 0, mutedUntil: 0, seenAt: 1_234 })
    t.strictSame(await store.person('li_李'), person)
    t.strictSame(await store.credentials('li_李'), { userId: id, passwordHash: '$argon2id$x' })
    t.strictSame(await store.loginState(id), { user: made, relations: [], chats: [] })
  })

  t.test('who is not there is undefined or not_found', async (t) => {
    t.equal(await store.person('nobody'), undefined)
    t.equal(await store.credentials('nobody'), undefined)
    await t.rejects(store.loginState(999_999), { code: 'not_found' })
    await t.rejects(store.setProfile(999_999, { bio: 'x' }), { code: 'not_found' })
  })

  t.test('a folded name is taken once, also by two servers at the same time', async (t) => {
    const other = await world.anotherStore()
    const user = { name: 'Taken', folded: 'taken', nickname: '', foldedNickname: '' }
    const made = await Promise.allSettled(
      [store, other, store, other].map((each) =>
        each.createUser({ ...user, passwordHash: '', at: 1 }),
      ),
    )
    t.equal(made.filter(({ status }) => status === 'fulfilled').length, 1)
    for (const result of made) {
      if (result.status === 'rejected') t.match(result.reason, { code: 'name_taken' })
    }
  })

  t.test('names that differ in any byte are different names', async (t) => {
    const plain = await world.user('caf\u00e9')
    for (const name of ['cafe', 'cafe\u0301', 'caf\u00e9_', 'Caf\u00e9']) {
      const other = await world.user(name)
      t.not(other.id, plain.id)
      t.equal((await store.person(name))?.id, other.id)
    }
  })

  t.test('every text field carries any text', async (t) => {
    for (const [i, text] of ODD_TEXTS.entries()) {
      const user = await store.createUser({
        ...{ name: text, folded: text, nickname: text, foldedNickname: text },
        passwordHash: text,
        at: 1,
      })
      t.equal((await store.setProfile(user.id, { bio: text })).bio, text)
      t.strictSame(await store.person(text), { id: user.id, name: text, nickname: text, bio: text })
      t.equal((await store.credentials(text))?.passwordHash, text)
      const hash = tokenHash(100 + i)
      await store.createToken({ hash, userId: user.id, device: text, at: 1, expiresAt: 9 })
      t.equal((await store.resume(hash, 1)).token.device, text)
    }
  })

  t.test('the assistant is there from the start, and nobody can log in to it', async (t) => {
    t.match(await store.person('assistant'), { id: 1, name: 'assistant' })
    t.strictSame(await store.credentials('assistant'), { userId: 1, passwordHash: '' })
    t.equal((await store.loginState(1)).user.role, 'assistant')
  })

  t.test('the fields of a profile change one by one', async (t) => {
    const user = await world.user()
    const nicked = await store.setProfile(user.id, { nickname: 'Zoë', foldedNickname: 'zoë' })
    t.strictSame(nicked, { ...user, nickname: 'Zoë' })
    t.strictSame(await store.setProfile(user.id, { bio: 'tea' }), { ...nicked, bio: 'tea' })
    t.strictSame(await store.setProfile(user.id, { bio: '' }), nicked)
    t.strictSame(await store.setProfile(user.id, {}), nicked)
    t.strictSame((await store.findUsers('zoë', 5)).length, 1)
  })

  t.test('seen moves forward, and who is gone is skipped', async (t) => {
    const user = await world.user()
    await store.saveSeen([
      { userId: user.id, at: 7_000 },
      { userId: 999_999, at: 7_000 },
    ])
    await store.saveSeen([{ userId: user.id, at: 6_000 }])
    await store.saveSeen([])
    t.equal((await store.loginState(user.id)).user.seenAt, 7_000)
  })
}

export async function tokensContract(t: Test, world: TestStore): Promise<void> {
  const { store } = world
  const day = 86_400_000
  const login = async (byte: number, userId: number) => {
    const hash = tokenHash(byte)
    await store.createToken({ hash, userId, device: 'phone', at: 1_000, expiresAt: day })
    return hash
  }

  t.test('a token gives what a login gives, until it expires', async (t) => {
    const user = await world.user()
    await world.friends(user, await world.user())
    await store.openDirect(user.id, 1, 1_000)
    const hash = await login(1, user.id)
    const token = { device: 'phone', lastUsedAt: 1_000 }
    t.strictSame(await store.resume(hash, day - 1), { ...(await store.loginState(user.id)), token })
    await t.rejects(store.resume(hash, day), { code: 'bad_token' })
    await t.rejects(store.resume(tokenHash(99), 1_000), { code: 'bad_token' })
  })

  t.test('a deleted token is of no more use, and can be deleted again', async (t) => {
    const hash = await login(2, (await world.user()).id)
    await store.deleteToken(hash)
    await store.deleteToken(hash)
    await t.rejects(store.resume(hash, 1_000), { code: 'bad_token' })
  })

  t.test('using tokens moves their times forward, never back', async (t) => {
    const user = await world.user()
    const hash = await login(3, user.id)
    // A view into something larger, as it may arrive from another thread.
    const view = new Uint8Array(96).fill(3, 32, 64).subarray(32, 64)
    await store.touchTokens([
      { hash: tokenHash(98), at: 2_000, expiresAt: day + 2_000 },
      { hash: view, at: 2_000, expiresAt: day + 2_000 },
    ])
    await store.touchTokens([{ hash, at: 1_500, expiresAt: day + 1_500 }])
    await store.touchTokens([])
    t.equal((await store.resume(view, day + 1_999)).token.lastUsedAt, 2_000)
    await t.rejects(store.resume(tokenHash(98), 1_000), { code: 'bad_token' })
  })

  t.test('expired tokens are deleted, the others are not', async (t) => {
    const user = await world.user()
    const old = await login(4, user.id)
    const young = tokenHash(5)
    await store.createToken({
      ...{ hash: young, userId: user.id, device: '' },
      ...{ at: 1, expiresAt: day + 1 },
    })
    await store.deleteExpiredTokens(day)
    await t.rejects(store.resume(old, 1), { code: 'bad_token' })
    t.equal((await store.resume(young, 1)).user.id, user.id)
  })

  t.test('a new password revokes every token but the one named', async (t) => {
    const user = await world.user()
    const keep = await login(6, user.id)
    const lost = await login(7, user.id)
    const others = await login(8, (await world.user()).id)
    await store.changePassword(user.id, 'new hash', keep)
    t.equal((await store.credentials(user.name))?.passwordHash, 'new hash')
    t.equal((await store.resume(keep, 1)).user.id, user.id)
    t.ok(await store.resume(others, 1))
    await t.rejects(store.resume(lost, 1), { code: 'bad_token' })
  })
}

export async function findUsersContract(t: Test, world: TestStore): Promise<void> {
  const { store } = world
  const names = async (prefix: string, limit = 50) =>
    (await store.findUsers(prefix, limit)).map(({ name }) => name)
  const add = (name: string, foldedNickname: string) =>
    store.createUser({
      ...{ name, folded: name, nickname: foldedNickname, foldedNickname },
      passwordHash: '',
      at: 1,
    })

  t.test('finds by the beginning of the name, then by that of the nickname', async (t) => {
    await add('wang_b', 'zz')
    await add('wang_a', 'wang')
    await add('zhou', 'wang_c')
    await add('aunt', 'wang_b')
    await add('xwang', 'x wang')
    t.strictSame(await names('wang'), ['wang_a', 'wang_b', 'aunt', 'zhou'])
    t.strictSame(await names('wang', 3), ['wang_a', 'wang_b', 'aunt'])
    t.strictSame(await names('wang', 2), ['wang_a', 'wang_b'])
    t.strictSame(await names('wang_b'), ['wang_b', 'aunt'])
    t.strictSame(await names('wang_bb'), [])
    t.strictSame(await names('assist'), ['assistant'])
  })

  t.test('what is a wildcard elsewhere is a character here', async (t) => {
    await add('100%', 'percent')
    await add('1000', 'thousand')
    t.strictSame(await names('%'), [])
    t.strictSame(await names('_ang'), [])
    t.strictSame(await names('100%'), ['100%'])
    t.strictSame(await names('\\'), [])
    t.strictSame(await names("'"), [])
  })

  t.test('Chinese, emoji and spaces are compared as they are', async (t) => {
    await add('李雷', '李')
    await add('李小龙', 'bruce')
    await add('🫖', 'tea pot')
    await add('tea', 'tea')
    await add('tea🫖', 'x')
    await add('tea\uffee', 'x')
    t.strictSame(await names('tea'), ['tea', 'tea\uffee', 'tea🫖', '🫖'], 'by code point')
    t.strictSame(await names('李'), ['李小龙', '李雷'])
    t.strictSame(await names('李雷'), ['李雷'])
    t.strictSame(await names('🫖'), ['🫖'])
    t.strictSame(await names('tea '), ['🫖'], 'the space counts')
    t.strictSame(await names('小助手'), ['assistant'])
  })

  t.test('a nickname whose folding is very long can be stored', async (t) => {
    await store.createUser({
      ...{ name: 'long', folded: 'long', nickname: 'ﷺ'.repeat(64) },
      // Of all characters that one has the longest folding.
      ...{ foldedNickname: foldName('ﷺ'.repeat(64)), passwordHash: '', at: 1 },
    })
    t.strictSame(await names('صلى الله'), ['long'])
  })
}
