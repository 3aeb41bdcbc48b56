import { execFile } from 'node:child_process'
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { FakePeer } from '../../client/test/support/fake-peer.ts'
import { Listener } from '../../client/test/support/listener.ts'
import type { ChatClientError } from '../../client/wire/chat-client-error.ts'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { Speech } from '../speech.ts'
import { ServerTrust } from '../trust/server-trust.ts'
import { openServer } from '../wire/open-server.ts'
import { type Identity, makeIdentity, strangeServer, TlsFront } from './support/tls-front.ts'

const run = promisify(execFile)
const EXTENSION = import.meta.filename.slice(-3)
const PROGRAM = join(import.meta.dirname, 'support', `run-chat${EXTENSION}`)
const EXEC_ARGV = EXTENSION === '.ts' ? ['--import', 'tsx'] : []

const LI = { user: 'li', password: 'password of li' }
const first = await makeIdentity()
const second = await makeIdentity()

interface Test {
  teardown(tidy: () => unknown): void
}

/** A person's machine, which remembers keys, and a server behind TLS. */
class Place {
  readonly #test: Test
  readonly folder: string
  readonly peer: FakePeer
  front: TlsFront
  readonly told: string[] = []
  /** The key by which the newest client knows the server. */
  key: () => string | undefined = () => undefined

  static async make(test: Test & Parameters<typeof temporaryFolder>[0]): Promise<Place> {
    const peer = await FakePeer.start()
    test.teardown(() => peer.stop())
    const place = new Place(
      test,
      temporaryFolder(test),
      peer,
      await TlsFront.start(first, peer.port),
    )
    test.teardown(async () => {
      peer.cut()
      await place.front.stop()
    })
    return place
  }

  private constructor(test: Test, folder: string, peer: FakePeer, front: TlsFront) {
    this.#test = test
    this.folder = folder
    this.peer = peer
    this.front = front
  }

  get file(): string {
    return join(this.folder, 'known-servers.json')
  }

  get pinned(): string | undefined {
    return JSON.parse(readFileSync(this.file, 'utf8'))[`127.0.0.1:${this.front.port}`]?.key
  }

  /** Somebody has removed the file. */
  async forget(): Promise<void> {
    while (!existsSync(this.file)) await new Promise((resolve) => setImmediate(resolve))
    rmSync(this.file)
  }

  /** The same port, behind another key. */
  async restart(identity: Identity): Promise<void> {
    const { port } = this.front
    const closed = this.front.stop()
    this.peer.cut()
    await closed
    this.front = await TlsFront.start(identity, this.peer.port, port)
  }

  client(options: { trustedKey?: string; port?: number; timing?: object } = {}): Listener {
    const { port = this.front.port, timing = {}, ...more } = options
    const chat = { host: '127.0.0.1', port, tokenFolder: this.folder, withoutTls: false, ...more }
    const { open, key } = openServer(chat, new Speech('en'), (...told) =>
      this.told.push(told.join('\n')),
    )
    this.key = key
    const listener = new Listener({ port }, { open, timing })
    this.#test.teardown(() => listener.client.close())
    return listener
  }
}

t.test('the first key is told and kept, then it is the only one, quietly', async (t) => {
  const place = await Place.make(t)
  await place.client().client.start(LI)
  t.equal(place.told.length, 1)
  t.match(place.told[0], first.fingerprint)
  t.equal(place.key(), first.fingerprint)
  // Written beside the conversation, not before it.
  const li = place.client()
  await li.client.start(LI)
  await li.client.close()
  t.equal(place.told.length, 1)
  t.equal(place.pinned, first.fingerprint)
  t.equal(statSync(place.file).mode & 0o777, 0o600)
  t.equal(statSync(place.folder).mode & 0o777, 0o700)
})

t.test(
  'another key is refused before anything is said to it; --trust is the way out',
  async (t) => {
    const place = await Place.make(t)
    const before = place.client()
    await before.client.start(LI)
    await before.client.close()
    await place.restart(second)

    const refusal: ChatClientError = await place
      .client()
      .client.start(LI)
      .then(() => t.fail('let in'))
      .catch((error) => error)
    t.match(refusal, { code: 'wrong_key', isFinal: true })
    t.match(refusal.advice ?? '', first.fingerprint)
    t.match(refusal.advice ?? '', second.fingerprint)
    t.match(refusal.advice ?? '', '--trust SHA256:')
    t.equal(place.front.heard, '')
    t.equal(place.pinned, first.fingerprint)

    await t.rejects(place.client({ trustedKey: first.fingerprint }).client.start(LI), {
      code: 'wrong_key',
    })
    t.equal(place.front.heard, '')

    const trusting = place.client({ trustedKey: second.fingerprint })
    await trusting.client.start(LI)
    await trusting.client.close()
    t.equal(place.pinned, second.fingerprint)
    await place.client().client.start(LI)
    t.equal(place.told.length, 1, 'nothing was told but the first key')
  },
)

t.test('a session comes back to the same key', async (t) => {
  const place = await Place.make(t)
  const li = place.client()
  await li.client.start(LI)
  await place.restart(first)
  await li.until(() => li.of('online').length === 2)
  t.equal(place.told.length, 1)
})

t.test('a session that meets another key ends, and says what is unsent', async (t) => {
  const place = await Place.make(t)
  const li = place.client({ timing: { firstPauseMs: 100, maxPauseMs: 100 } })
  await li.client.start(LI)
  // What it has once believed does not hang on the file any more.
  await place.forget()
  const restarted = place.restart(second)
  await li.until(() => li.of('offline').length > 0)
  li.client.send('han', 'is it you?')
  await restarted
  await li.until(() => li.of('ended').length === 1)
  t.match(li.of('ended'), [{ error: { code: 'wrong_key' } }])
  t.equal(li.client.unsent, 1)
  t.equal(place.front.heard, '')
})

t.test('a file of keys that cannot be read is no reason to trust anybody', async (t) => {
  const place = await Place.make(t)
  for (const text of ['{', '[]', '{"127.0.0.1:1":{"key":"none"}}']) {
    writeFileSync(place.file, text)
    await t.rejects(place.client().client.start(LI), {
      code: 'unreadable_keys',
      message: /known-servers\.json/,
    })
    t.equal(readFileSync(place.file, 'utf8'), text)
  }
  t.equal(place.front.heard, '')
})

t.test('keys that cannot be kept are told, and keep nobody out', async (t) => {
  const told: string[] = []
  const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' })
  const known = {
    file: '/home/li/known-servers.json',
    key: () => Promise.resolve(undefined),
    remember: () => Promise.reject(full),
  }
  const trust = new ServerTrust({
    ...{ server: 'tea:7700', known, trusted: undefined, speech: new Speech('zh') },
    tell: (sentence) => told.push(sentence),
  })
  await trust.prepare()
  trust.judge({ key: first.fingerprint, isVouchedFor: false })
  await new Promise((resolve) => setImmediate(resolve))
  t.match(told, [/第一次访问 tea:7700/, /ENOSPC/])
  t.throws(() => trust.judge({ key: second.fingerprint, isVouchedFor: false }), {
    code: 'wrong_key',
  })
})

t.test('a key that an authority vouches for needs no first visit, and may change', async (t) => {
  const told: string[] = []
  let kept: string | undefined
  const known = {
    file: '',
    key: () => Promise.resolve(kept),
    remember: async (_server: string, key: string) => {
      kept = key
    },
  }
  const options = { server: 'tea:7700', known, trusted: undefined, speech: new Speech('en') }
  const visit = async (key: string, isVouchedFor: boolean): Promise<void> => {
    const trust = new ServerTrust({ ...options, tell: (sentence) => told.push(sentence) })
    await trust.prepare()
    trust.judge({ key, isVouchedFor })
  }
  await visit(first.fingerprint, true)
  await visit(second.fingerprint, true)
  t.equal(kept, second.fingerprint)
  t.same(told, [])
  await t.rejects(visit(first.fingerprint, false), { code: 'wrong_key' }, 'but not to anything')
})

t.test('who is vouched for is what Node says, for this name', async (t) => {
  const place = await Place.make(t)
  const file = join(place.folder, 'authority.pem')
  writeFileSync(file, first.cert)
  writeFileSync(join(place.folder, 'password'), LI.password)
  // Authorities are read when a process starts.
  const visit = (authority: string, host: string) =>
    run(
      process.execPath,
      [...EXEC_ARGV, PROGRAM, String(place.front.port), place.folder, 'en', 'li'],
      {
        env: {
          ...process.env,
          NODE_EXTRA_CA_CERTS: authority,
          PLAIN_PASSWORD_FILE: join(place.folder, 'password'),
          HOST: host,
        },
      },
    )
  const vouched = visit(file, '127.0.0.1')
  vouched.child.stdin?.end()
  t.equal((await vouched).stderr, '')
  t.equal(place.pinned, first.fingerprint)
  // The same certificate at an address that it does not name.
  const elsewhere = visit(file, '127.0.0.2')
  elsewhere.child.stdin?.end()
  t.match((await elsewhere).stderr, 'First visit to 127.0.0.2')
})

t.test('a server without TLS is said to be one, and nothing goes to it in plain', async (t) => {
  const place = await Place.make(t)
  const answers = [
    // Plain lines, HTTP, noise, and what our own server answers where it is told to do without.
    '{"type":"error","code":"bad_json","message":"This is not a JSON object."}\n',
    'HTTP/1.1 400 Bad Request\r\n\r\n',
    Buffer.alloc(64, 0xee),
    Buffer.from('15030100020228', 'hex'),
  ]
  for (const answer of answers) {
    let heard = ''
    const port = await strangeServer(t, (socket) => {
      socket.on('data', (chunk) => {
        heard += chunk.toString('latin1')
      })
      socket.once('data', () => socket.write(answer))
    })
    await t.rejects(place.client({ port }).client.start(LI), {
      code: 'no_tls',
      message: /does not speak TLS/,
      advice: /--without-tls/,
    })
    t.notMatch(heard, 'password')
  }
})

t.test('a handshake that breaks off, or never comes, is told as such', async (t) => {
  const place = await Place.make(t)
  const cut = await strangeServer(t, (socket) => void socket.once('data', () => socket.end()))
  await t.rejects(place.client({ port: cut }).client.start(LI), {
    code: 'unreachable',
    message: 'TLS_CUT',
  })
  const silent = await strangeServer(t, () => undefined)
  await t.rejects(place.client({ port: silent, timing: { connectMs: 50 } }).client.start(LI), {
    code: 'unreachable',
    message: 'TLS_SILENT',
  })
  // A whole server hello's header, and then nothing but the end.
  const half = await strangeServer(t, (socket) => {
    socket.once('data', () => socket.end(Buffer.from('160303007a0200007603', 'hex')))
  })
  await t.rejects(place.client({ port: half }).client.start(LI), { code: 'unreachable' })
  t.notOk(place.told.length)
})
