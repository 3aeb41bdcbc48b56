import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { LoadError } from '../load-error.ts'
import { parseLoadOptions, type RawLoadOptions } from '../load-options.ts'
import { SILENT } from '../progress/progress.ts'
import { makePlan } from '../run-load.ts'
import { ownStats, PretendAdmin, seeded } from '../test/support/pretend-admin.ts'
import { PretendServer } from '../test/support/pretend-server.ts'
import { getAccounts } from './get-accounts.ts'
import { findLocalServer } from './local-server.ts'

/** Accounts for a run at a pretend server, with an admin socket that belongs to it or to another one. */
async function accountsFor(raw: RawLoadOptions, { isOwn = true, checkpoint = () => {} } = {}) {
  const server = await PretendServer.start({})
  const admin = await PretendAdmin.start((frame) =>
    frame['type'] === 'stats' ? ownStats(isOwn ? server.port : 1) : seeded(frame),
  )
  const notes: string[] = []
  const target = { host: '127.0.0.1', port: server.port }
  const options = parseLoadOptions({ ...raw, data: admin.folder }, `:${server.port}`)
  const found = await findLocalServer(options.dataFolder, target)
  try {
    const needs = { target, plan: makePlan(options), prefix: 'load-7' }
    const progress = { ...SILENT, note: (text: string) => void notes.push(text) }
    const accounts = await getAccounts(options, needs, found, progress, checkpoint)
    const orders = admin.heard.filter(({ type }) => type === 'users.seed')
    return { accounts, notes, orders, registered: server.heard.get('register') ?? 0 }
  } finally {
    if ('admin' in found) found.admin.close()
    await admin.stop()
    await server.stop()
  }
}

t.test('a server on this machine makes the accounts, a thousand at a time', async (t) => {
  const { accounts, notes, orders, registered } = await accountsFor({ users: '2500' })
  t.equal(accounts.length, 2_500)
  t.equal(new Set(accounts.map(({ user }) => user)).size, 2_500)
  t.strictSame(accounts[2_400], { user: 'load-7-2401', token: 'load-7-2401' })
  t.match(orders, [
    { from: 1, count: 1_000, friends: 'pairs' },
    { from: 1_001, count: 1_000 },
    { from: 2_001, count: 500 },
  ])
  t.equal(registered, 0)
  t.match(notes, [/^2,500 accounts: made by the server itself, over .*admin\.sock$/])
})

t.test('friends and passwords only where the plan needs them', async (t) => {
  const rooms = await accountsFor({ users: '10', scenario: 'rooms' })
  t.match(rooms.orders, [{ friends: 'none' }])
  t.notOk(rooms.orders[0]?.['password'])

  const storm = await accountsFor({ users: '10', scenario: 'login-storm' })
  const password = storm.orders[0]?.['password']
  t.match(password, /^.{20,}$/)
  t.ok(storm.accounts.every((account) => account.password === password))
  const next = await accountsFor({ users: '10', scenario: 'login-storm' })
  t.not(next.orders[0]?.['password'], password, 'another one in every run')
})

t.test('where the socket is another server’s, they are registered, and that is said', async (t) => {
  const { accounts, notes, orders, registered } = await accountsFor(
    { users: '4' },
    { isOwn: false },
  )
  t.equal(accounts.length, 4)
  t.equal(registered, 4)
  t.strictSame(orders, [])
  t.match(notes, [
    /^4 accounts: registered over the protocol, because the server on .* port 1, not/,
  ])
})

t.test('--accounts is obeyed, and what cannot be had is said in a sentence', async (t) => {
  const { orders, registered } = await accountsFor({ users: '4', accounts: 'register' })
  t.strictSame([orders.length, registered], [0, 4])
  await t.rejects(accountsFor({ users: '4', accounts: 'socket' }, { isOwn: false }), {
    name: 'LoadError',
    message: /^--accounts socket: the server on .* listens on port 1, not \d+$/,
  })
})

t.test('an interruption stops it between two thousands', async (t) => {
  let asked = 0
  const checkpoint = () => {
    if (++asked === 2) throw new LoadError('stopped')
  }
  await t.rejects(accountsFor({ users: '5000' }, { checkpoint }), { message: 'stopped' })
  t.equal(asked, 2)
})

t.test('what was made is kept with --save-tokens', async (t) => {
  const folder = temporaryFolder(t)
  const file = join(folder, 'tokens')
  await accountsFor({ users: '2', 'save-tokens': file })
  t.equal(
    readFileSync(file, 'utf8'),
    '{"user":"load-7-1","token":"load-7-1"}\n{"user":"load-7-2","token":"load-7-2"}\n',
  )
})
