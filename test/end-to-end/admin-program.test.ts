import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import t from 'tap'
import { main, type Terminal } from '../../bin/main.ts'
import { ChatPeer } from '../support/chat-peer.ts'
import { TestServer } from '../support/databases.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const server = await TestServer.start(temporaryFolder(t), [])
t.teardown(() => server.process.kill())

/** One `teahouse admin …`, in this process. */
async function admin(...args: string[]) {
  const [input, output, errorOutput] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const environment = { TEAHOUSE_DATA: server.data, SUDO_USER: 'ops' }
  const terminal = { environment, input, output, errorOutput } as unknown as Terminal
  const exitCode = await main(['admin', ...args], terminal)
  return { exitCode, out: String(output.read() ?? ''), err: String(errorOutput.read() ?? '') }
}

const rows = (out: string): Record<string, unknown>[] =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

t.test('an account from its making to its ban, as a script does it', async (t) => {
  const made = await admin('users', 'add', '李雷', '--reason', 'new')
  t.match(made, { exitCode: 0, out: '李雷 may log in\n', err: /^password: \S{16}\n$/ })
  const password = made.err.slice('password: '.length).trim()
  const peer = await ChatPeer.connect(server.port)
  t.teardown(() => peer.end())
  await peer.ok({ type: 'login', user: '李雷', password })
  const list = await admin('sessions', '李', '--json')
  t.match(rows(list.out), [{ user: '李雷', transport: 'tcp' }])
  t.match(await admin('announce', '喝茶'), { out: 'told to 1 session\n' })
  t.match(await peer.event('notice'), { text: '喝茶' })
  const reason = 'spam\u001b[31m'
  t.match(await admin('ban', '李雷', '--for', '12h', '--reason', reason), { exitCode: 0 })
  await peer.event('bye')
  t.match(rows((await admin('users', 'list', '--only', 'banned', '--json')).out), [
    { user: '李雷', banReason: reason },
  ])
  const { out } = await admin('audit')
  t.match(out, /ops@socket +ban +李雷 +until .* +spam·\[31m/, 'nothing drives the terminal')
  t.equal(rows((await admin('audit', '--limit', '2', '--json')).out).length, 2)
  t.match(rows((await admin('stats', '--json')).out), [{ databaseUp: true }])
  t.match(await admin('stats'), { out: /^database +sqlite:.* \(up/m })
})

t.test('lists longer than a frame are put together', async (t) => {
  t.equal((await admin('users', 'seed', '--count', '450')).exitCode, 0)
  const names = rows((await admin('users', 'list', 'load', '--limit', '430', '--json')).out)
  t.equal(new Set(names.map(({ user }) => user)).size, 430)
  t.equal(rows((await admin('users', 'list', 'load', '--limit', '999', '--json')).out).length, 450)
})

t.test('whatever is wrong is one sentence and an exit code', async (t) => {
  const other = temporaryFolder(t)
  const old = createServer((socket) => {
    socket.on('data', () =>
      socket.write('{"type":"error","id":1,"code":"unknown_type","message":""}\n'),
    )
  }).listen(join(other, 'admin.sock'))
  t.teardown(() => old.close())
  writeFileSync(join(other, 'file'), '')
  const cases: [string[], number, RegExp][] = [
    [['stats', '--data', '/no/where'], 69, /There is no server on this data folder/],
    [['stats', '--socket', join(other, 'file')], 69, /No server listens on/],
    [['stats', '--data', other], 1, /another version/],
    [['ban', 'nobody'], 1, /There is no such user/],
    [['ban', 'assistant'], 1, /The assistant is part of the server/],
    [['ban', '李雷', '--for', 'soon'], 64, /--for must be a time/],
    [['kick'], 64, /either a user or --session/],
    [['kick', '--session', '99999'], 1, /no such session/],
    [['log-level', 'loud'], 64, /must be one of trace/],
    [['users', 'list', '--only', 'friends'], 64, /must be one of banned/],
    [['users', 'add', 'x', '--password-file', '/no/where'], 64, /cannot be read/],
    [['backup', join(other, 'file')], 1, /is not overwritten/],
    [['drain', '--cancel'], 1, /not being drained/],
  ]
  for (const [args, exitCode, sentence] of cases) {
    const result = await admin(...args)
    t.match(result, { exitCode, err: sentence, out: '' }, args.join(' '))
    t.equal(result.err.trimEnd().split('\n').length, 1, 'one line')
  }
})

t.test('a drain ends with the server', async (t) => {
  t.match(await admin('drain', '--within', '1s'), { exitCode: 0, out: /waits for 0 sessions/ })
  t.equal(await server.process.exited, 0)
})
