import type { Test } from 'tap'
import type { AuditNote } from '../operator-records.ts'
import { ODD_TEXTS, type TestStore, tokenHash } from './test-store.ts'

const note = (action: string, fields: Partial<AuditNote> = {}): AuditNote => ({
  ...{ at: 9_000, operator: 'li@socket', action, target: '', detail: '', reason: '' },
  ...fields,
})

export async function restrictionsContract(t: Test, world: TestStore): Promise<void> {
  const { store } = world
  const actions = async () =>
    (await store.auditPage({ limit: 50 })).rows.map(({ action, target }) => `${action} ${target}`)

  t.test('a ban is kept, revokes the tokens, and is lifted with 0', async (t) => {
    const user = await world.user('Banned')
    const hash = tokenHash(50)
    await store.createToken({ hash, userId: user.id, device: '', at: 1, expiresAt: 99 })
    const banned = await store.setBan('Banned', { until: 7_000, reason: 'spam' }, note('ban'))
    t.strictSame(banned, { ...user, bannedUntil: 7_000 })
    t.equal((await store.loginState(user.id)).user.bannedUntil, 7_000)
    await t.rejects(store.resume(hash, 1), { code: 'bad_token' })
    t.strictSame(await store.setBan('Banned', { until: 0, reason: '' }, note('unban')), user)
    t.strictSame(await actions(), ['unban Banned', 'ban Banned'])
  })

  t.test('a mute is part of what a log-in reads, and leaves the tokens', async (t) => {
    const user = await world.user()
    const hash = tokenHash(51)
    await store.createToken({ hash, userId: user.id, device: '', at: 1, expiresAt: 99 })
    await store.setMute(user.name, { until: 8_000, reason: '' }, note('mute'))
    t.equal((await store.resume(hash, 1)).user.mutedUntil, 8_000)
    await store.setMute(user.name, { until: 0, reason: '' }, note('unmute'))
    t.equal((await store.resume(hash, 1)).user.mutedUntil, 0)
  })

  t.test('roles and passwords change; the new password revokes every token', async (t) => {
    const user = await world.user()
    const hash = tokenHash(52)
    await store.createToken({ hash, userId: user.id, device: '', at: 1, expiresAt: 99 })
    t.equal((await store.setRole(user.name, 'operator', note('users.role'))).role, 'operator')
    t.equal((await store.setPassword(user.name, 'new', note('users.passwd'))).role, 'operator')
    t.equal((await store.credentials(user.name))?.passwordHash, 'new')
    await t.rejects(store.resume(hash, 1), { code: 'bad_token' })
  })

  t.test('an account is added with its role, and its name only once', async (t) => {
    const user = { name: 'Added', folded: 'added', nickname: 'A', foldedNickname: 'a' }
    const made = { ...user, passwordHash: 'hash', at: 5 }
    const audit = note('users.add', { target: 'Added' })
    t.match(await store.addAccount(made, 'operator', audit), { name: 'Added', role: 'operator' })
    const before = await actions()
    await t.rejects(store.addAccount(made, 'user', audit), { code: 'name_taken' })
    t.strictSame(await actions(), before, 'what did not happen was not written down')
  })

  t.test('nobody and the assistant: refused, and nothing is written down', async (t) => {
    const before = await actions()
    const ban = { until: 5, reason: '' }
    for (const [name, code] of [
      ['nobody', 'not_found'],
      ['assistant', 'forbidden'],
    ] as const) {
      await t.rejects(store.setBan(name, ban, note('ban')), { code })
      await t.rejects(store.setMute(name, ban, note('mute')), { code })
      await t.rejects(store.setRole(name, 'user', note('users.role')), { code })
      await t.rejects(store.setPassword(name, 'x', note('users.passwd')), { code })
    }
    t.strictSame(await actions(), before)
  })

  t.test('an act whose audit cannot be written is undone', async (t) => {
    const user = await world.user()
    const hash = tokenHash(53)
    await store.createToken({ hash, userId: user.id, device: '', at: 1, expiresAt: 99 })
    const impossible = note('ban', { at: null as unknown as number })
    await t.rejects(store.setBan(user.name, { until: 5, reason: '' }, impossible))
    const { user: found } = await store.resume(hash, 1)
    t.equal(found.bannedUntil, 0)
  })
}

export async function auditContract(t: Test, world: TestStore): Promise<void> {
  const { store } = world

  t.test('acts come newest first, a page at a time', async (t) => {
    t.strictSame(await store.auditPage({ limit: 5 }), { rows: [], more: false })
    for (let i = 1; i <= 5; i += 1) await store.writeAudit(note(`act${i}`))
    const first = await store.auditPage({ limit: 2 })
    t.strictSame([first.rows.map(({ action }) => action), first.more], [['act5', 'act4'], true])
    const before = first.rows.at(-1)?.id ?? 0
    const rest = await store.auditPage({ before, limit: 3 })
    t.strictSame(
      [rest.rows.map(({ action }) => action), rest.more],
      [['act3', 'act2', 'act1'], false],
    )
  })

  t.test('every field carries any text, and what is too long is cut', async (t) => {
    for (const text of ODD_TEXTS) {
      const written = note('odd', { target: text, detail: text, reason: text })
      await store.writeAudit(written)
      t.match((await store.auditPage({ limit: 1 })).rows, [written])
    }
    const long = '茶🫖'.repeat(2_000)
    const all = { operator: long, action: long, target: long, detail: long, reason: long }
    await store.writeAudit({ at: 1, ...all })
    const [row] = (await store.auditPage({ limit: 1 })).rows
    t.ok(row !== undefined && long.startsWith(row.reason) && row.reason.length > 500)
    t.equal([...(row?.target ?? '')].length, 255)
  })
}

export async function accountPagesContract(t: Test, world: TestStore): Promise<void> {
  const { store } = world
  const all = { foldedPrefix: '', after: '', at: 5_000, limit: 50 }
  const li = await world.user('li')
  await world.user('lima')
  await world.user('han')
  await store.setBan('li', { until: 6_000, reason: 'spam' }, note('ban'))
  await store.setBan('han', { until: 4_000, reason: 'over' }, note('ban'))
  await store.setMute('lima', { until: 6_000, reason: 'noise' }, note('mute'))
  await store.setRole('han', 'operator', note('users.role'))
  const names = async (query: object) => {
    const { rows, more } = await store.accountPage({ ...all, ...query })
    return [rows.map(({ name }) => name), more]
  }

  t.test('accounts come by name, and those that are asked for', async (t) => {
    t.strictSame(await names({}), [['assistant', 'han', 'li', 'lima'], false])
    t.strictSame(await names({ limit: 2 }), [['assistant', 'han'], true])
    t.strictSame(await names({ limit: 2, after: 'han' }), [['li', 'lima'], false])
    t.strictSame(await names({ foldedPrefix: 'li' }), [['li', 'lima'], false])
    t.strictSame(await names({ foldedPrefix: 'li', after: 'li' }), [['lima'], false])
    t.strictSame(await names({ only: 'banned' }), [['li'], false])
    t.strictSame(await names({ only: 'muted' }), [['lima'], false])
    t.strictSame(await names({ only: 'operators' }), [['han'], false])
    t.strictSame(await names({ only: 'banned', foldedPrefix: 'h' }), [[], false])
  })

  t.test('an account is shown with all that operators may know', async (t) => {
    const { rows } = await store.accountPage({ ...all, foldedPrefix: 'li', limit: 1 })
    t.strictSame(rows, [
      {
        ...{ id: li.id, name: 'li', nickname: 'nick of li', role: 'user' },
        ...{ bannedUntil: 6_000, banReason: 'spam', mutedUntil: 0, muteReason: '' },
        ...{ createdAt: 1_000, seenAt: 1_000 },
      },
    ])
  })

  t.test('rooms come by name, private ones too, closed ones not', async (t) => {
    const open = await world.room(li, { name: 'Tea', folded: 'tea', topic: 'green' })
    await world.room(li, { name: 'milk', folded: 'milk', isPrivate: true })
    await world.room(li, { name: 'gone', folded: 'gone' })
    await store.leaveRoom(li.id, 'gone')
    await world.say(open.conversationId, li, 'one', 'two')
    const page = { foldedPrefix: '', after: '', limit: 1 }
    t.match(await store.roomPage(page), { rows: [{ name: 'milk', isPrivate: true }], more: true })
    t.strictSame(await store.roomPage({ ...page, after: 'milk' }), {
      rows: [
        {
          ...{ conversationId: open.conversationId, name: 'Tea', topic: 'green', owner: 'li' },
          ...{ members: 1, createdAt: 1_000, head: 2, isPrivate: false },
        },
      ],
      more: false,
    })
    t.strictSame((await store.roomPage({ ...page, foldedPrefix: 'te', limit: 9 })).rows.length, 1)
  })
}
