import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import t from 'tap'
import { befriend, ChatPeer } from '../support/chat-peer.ts'
import { onEveryDatabase } from '../support/databases.ts'
import { programArguments } from '../support/server-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

t.setTimeout(120_000)

const SECRETS = {
  password: 'correct horse battery',
  'another password': 'staple-geheim-4711',
  'a wrong password': 'Tr0ub4dor&3-wrong',
  text: '这是一个秘密-only-for-han',
  note: 'note-that-is-private',
}

onEveryDatabase(async (t, database) => {
  t.test('logs say what happens, and never a password, a token or a text', async (t) => {
    const server = await database.start(t, '--log-level', 'trace')
    const li = await ChatPeer.as(server.port, 'li', SECRETS.password)
    const han = await ChatPeer.as(server.port, 'han', SECRETS.password)
    t.teardown(() => {
      li.end()
      han.end()
    })
    const second = await ChatPeer.connect(server.port)
    const login = { type: 'login', user: 'li', password: SECRETS.password }
    const token = (await second.ok(login))['token'] as string
    await second.ok({ type: 'friends' })
    second.end()
    const third = await ChatPeer.connect(server.port)
    await third.ok({ type: 'login', token })
    await third.code({ type: 'login', user: 'li', password: SECRETS['a wrong password'] })
    const guest = await ChatPeer.connect(server.port)
    await guest.code({ type: 'login', user: 'li', password: SECRETS['a wrong password'] })
    await guest.code({ type: 'login', token: `${token}x` })
    guest.write(`{"type":"login","password":"${SECRETS.password}",\n`)
    await guest.event('error')
    await befriend(li, han, ['li', 'han'])
    await li.send('han', SECRETS.text)
    await li.send('assistant', SECRETS.text)
    await li.code({ type: 'friend.request', user: 'assistant', note: SECRETS.note })
    const change = { type: 'password.change', old: SECRETS.password }
    await third.ok({ ...change, new: SECRETS['another password'] })
    await li.closed()

    if (database.mariaDb !== undefined) {
      await database.mariaDb.kill()
      const lost = { type: 'send', chat: 'han', cid: 'lost', text: SECRETS.text }
      t.same(await Promise.all([third.code(lost), guest.code(login)]), [
        'unavailable',
        'unavailable',
      ])
    }
    await server.process.stop()
    const logs = server.process.logs()
    t.match(logs, /"msg":"ready"/)
    t.match(logs, /"reason":"kicked"/)
    t.match(logs, /"msg":"stopped"/)
    for (const [name, secret] of Object.entries({ ...SECRETS, token })) {
      t.notOk(logs.includes(secret), `no ${name}`)
      t.notOk(logs.includes(JSON.stringify(secret).slice(1, -1)), `no ${name} as JSON`)
    }
    for (const line of logs.trim().split('\n')) t.doesNotThrow(() => JSON.parse(line), line)
  })
})

t.test('a disk that takes no more lines stops neither the chat nor its end', async (t) => {
  const place = ['--host', '127.0.0.1', '--port', '0', '--ops-port', '0', '--tls', 'off']
  const args = programArguments('serve', ...place, '--data', temporaryFolder(t))
  const full = openSync('/dev/full', 'w')
  const server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', full] })
  t.teardown(() => server.kill('SIGKILL'))
  const [line] = (await once(server.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
  const li = await ChatPeer.as(Number(/:(\d+)/.exec(line.toString())?.[1]), 'li')
  await li.send('assistant', 'hello')
  await li.event('msg')
  const ended = once(server, 'exit')
  server.kill('SIGTERM')
  t.same(await ended, [0, null])
})
