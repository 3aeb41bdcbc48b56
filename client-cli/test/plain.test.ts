import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import t from 'tap'
import { FakePeer } from '../../client/test/support/fake-peer.ts'
import { until } from '../../client/test/support/listener.ts'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import type { ChatOptions } from '../chat-options.ts'
import { chat } from '../main.ts'

/** A script at work: what it writes in, what comes out, and how it ended. */
class Script {
  readonly input = new PassThrough()
  readonly exited: Promise<number>
  out = ''
  err = ''

  constructor(options: Partial<ChatOptions>) {
    const [output, errorOutput] = [new PassThrough(), new PassThrough()]
    output.on('data', (text: Buffer) => {
      this.out += text
    })
    errorOutput.on('data', (text: Buffer) => {
      this.err += text
    })
    this.exited = chat({
      host: '127.0.0.1',
      port: 1,
      plain: true,
      withoutTls: true,
      tokenFolder: '',
      lang: 'en',
      // Plain mode asks no more of them than that they are streams.
      input: this.input as unknown as NodeJS.ReadStream,
      output: output as unknown as NodeJS.WriteStream,
      errorOutput,
      ...options,
    })
  }

  get lines(): string[] {
    return this.out.split('\n').slice(0, -1)
  }

  async end(text = ''): Promise<number> {
    this.input.end(text)
    return await this.exited
  }
}

function scriptOf(
  user: string,
  peer: FakePeer | { port: number },
  folder = temporaryFolder(t),
): Script {
  const passwordFile = join(folder, `password-${user}`)
  writeFileSync(passwordFile, `password of ${user}\nand a second line\n`)
  return new Script({ port: peer.port, user, passwordFile, tokenFolder: join(folder, 'tokens') })
}

async function peerFor(test: { teardown(tidy: () => unknown): void }): Promise<FakePeer> {
  const peer = await FakePeer.start()
  test.teardown(() => peer.stop())
  return peer
}

t.test(
  'lines in, lines out: every one has its answer, and the end waits for the last',
  async (t) => {
    const peer = await peerFor(t)
    const li = scriptOf('li', peer)
    t.equal(await li.end('/open han\n你好\n//not a command\n/msg han two\\nlines\n/friends\n'), 0)
    t.match(li.lines, [
      'online\tli\tli',
      'ok\topen\than\tall',
      /^sent\than\t1\t\S+$/,
      /^sent\than\t2\t\S+$/,
      /^sent\than\t3\t\S+$/,
      'friend\than\tonline\t0\than',
      'ok\tfriends',
    ])
    t.same(
      peer.log('li', 'han').map(({ text }) => text),
      ['你好', '/not a command', 'two\\nlines'],
    )
    t.equal(li.err, '')
  },
)

t.test('messages come as they are said; what was missed comes first', async (t) => {
  const peer = await peerFor(t)
  peer.store('han', 'li', 'while away')
  const li = scriptOf('li', peer)
  await until(() => li.lines.length >= 2)
  peer.say('han', 'li', 'now\nand then')
  await until(() => li.lines.length >= 3)
  t.equal(await li.end(), 0)
  t.match(li.lines.slice(1), [
    /^msg\than\t1\than\t2026-\S+Z\twhile away$/,
    /^msg\than\t2\than\t2026-\S+Z\tnow\\nand then$/,
  ])
})

t.test('a script that reads nothing in gets what was missed before it ends', async (t) => {
  const peer = await peerFor(t)
  for (let n = 1; n <= 20; n += 1) peer.store('han', 'li', `${n}`)
  const li = scriptOf('li', peer)
  t.equal(await li.end(), 0)
  t.equal(li.lines.filter((line) => line.startsWith('msg\t')).length, 20)
  t.equal(peer.received('li', 'han'), 20, 'and has acknowledged it')
})

t.test('more lines than can be on their way at once wait for each other', async (t) => {
  const peer = await peerFor(t)
  const li = scriptOf('li', peer)
  const count = 1_200
  t.equal(await li.end('/msg han x\n'.repeat(count)), 0)
  t.equal(peer.log('li', 'han').length, count)
  t.equal(li.lines.filter((line) => line.startsWith('sent\t')).length, count)
})

t.test('errors are lines, and make the exit code 1', async (t) => {
  const peer = await peerFor(t)
  peer.intercept = (frame, caller) => {
    if (frame.type !== 'send') return false
    peer.error(caller, frame, 'not_friends')
    return true
  }
  const li = scriptOf('li', peer)
  t.equal(await li.end('hello?\n/opne han\n/open han\nhi\n/history many\n/msg\n/open x\n'), 1)
  t.match(li.lines.slice(1), [
    /^error\tno_open_chat\t/,
    /^error\tunknown_command\t.*Did you mean \/open\?$/,
    'ok\topen\than\tall',
    /^error\tnot_friends\t.*\than\t\S+$/,
    /^error\tusage\tLike this: \/history \[n\]$/,
    /^error\tusage\tLike this: \/msg NAME text$/,
    /^error\tbad_name\t/,
  ])
})

t.test('"/register" as the first line makes the account; later on it finds it made', async (t) => {
  const peer = await peerFor(t)
  peer.users.delete('li')
  const folder = temporaryFolder(t)
  for (const visit of ['first', 'second']) {
    const li = scriptOf('li', peer, folder)
    t.equal(await li.end('/register\n/status\n'), 0, visit)
    t.match(li.lines, ['online\tli\tli', 'ok\tregister\tli', /^ok\tstatus\tli\t/])
  }
  t.equal(peer.askedFor('register').length, 1)
  t.match(peer.askedFor('login').at(-1), { token: 'token of li' })
})

t.test('without "/register" a wrong password is the end', async (t) => {
  const peer = await peerFor(t)
  peer.users.delete('li')
  const li = scriptOf('li', peer)
  t.equal(await li.end('/status\n'), 1)
  t.same(li.lines, [])
  t.match(li.err, /^teahouse chat: .*\n$/)
})

t.test('a refused token falls back to the password file', async (t) => {
  const peer = await peerFor(t)
  const folder = temporaryFolder(t)
  t.equal(await scriptOf('li', peer, folder).end(), 0)
  peer.tokensAreGood = false
  t.equal(await scriptOf('li', peer, folder).end(), 0)
  const logins = peer.askedFor('login').map((frame) => ('token' in frame ? 'token' : 'password'))
  t.same(logins, ['password', 'token', 'password'])
})

t.test('a connection cut in the middle of it all: each line is sent, once', async (t) => {
  const peer = await peerFor(t)
  peer.intercept = (frame, caller) => {
    if (frame['text'] !== 'message 2') return false
    peer.intercept = () => false
    peer.store('li', 'han', String(frame['text']), String(frame['cid']))
    caller.socket.destroy()
    return true
  }
  const li = scriptOf('li', peer)
  const texts = Array.from({ length: 4 }, (_, index) => `message ${index + 1}`)
  t.equal(await li.end(texts.map((text) => `/msg han ${text}\n`).join('')), 0)
  t.same(
    peer.log('li', 'han').map(({ text }) => text),
    texts,
  )
  t.equal(li.lines.filter((line) => line.startsWith('sent\t')).length, 4)
})

t.test('secrets are the next lines of the input', async (t) => {
  const peer = await peerFor(t)
  peer.intercept = (frame, caller) => {
    if (frame.type !== 'password.change') return false
    peer.ok(caller, frame)
    return true
  }
  const li = scriptOf('li', peer)
  t.equal(await li.end('/password\nold one\nnew one, longer\n'), 0)
  t.match(peer.askedFor('password.change'), [{ old: 'old one', new: 'new one, longer' }])
})

t.test('"/quit" leaves the rest unread; "/logout" forgets the token', async (t) => {
  const peer = await peerFor(t)
  const folder = temporaryFolder(t)
  const li = scriptOf('li', peer, folder)
  li.input.write('/msg han last words\n/quit\n/msg han not these\n')
  t.equal(await li.exited, 0)
  t.same(
    peer.log('li', 'han').map(({ text }) => text),
    ['last words'],
  )
  const again = scriptOf('li', peer, folder)
  again.input.write('/logout\n')
  t.equal(await again.exited, 0)
  await scriptOf('li', peer, folder).end()
  t.match(peer.askedFor('login').at(-1), { password: 'password of li' })
})

t.test('who is sent away ends with an error', async (t) => {
  const peer = await peerFor(t)
  const li = scriptOf('li', peer)
  await until(() => li.lines.length >= 1)
  peer.tell('li', { type: 'bye', code: 'kicked', message: 'Enough.' })
  peer.cut()
  t.equal(await li.exited, 1)
  t.match(li.lines.at(-1), 'error\tkicked\tEnough.')
})

t.test('a server that is not there is 69, a wrong use is 2, each with one line', async (t) => {
  const folder = temporaryFolder(t)
  const nowhere = scriptOf('li', { port: 1 }, folder)
  t.equal(await nowhere.end(), 69)
  t.match(nowhere.err, /^teahouse chat: Cannot reach 127\.0\.0\.1:1: nothing listens there\.\n$/)
  const nobody = new Script({ tokenFolder: folder })
  t.equal(await nobody.end(), 64)
  t.match(nobody.err, /^teahouse chat: .*--user.*\n$/)
  const noFile = new Script({ user: 'li', passwordFile: join(folder, 'none'), tokenFolder: folder })
  t.equal(await noFile.end(), 64)
  t.match(noFile.err, /^teahouse chat: .*ENOENT.*\n$/)
  const notATerminal = new Script({ plain: false, lang: 'zh' })
  t.equal(await notATerminal.end(), 64)
  t.match(notATerminal.err, /^teahouse chat: .*--plain\n$/)
})

t.test('/recall takes back one’s own messages, from the last one on', async (t) => {
  const peer = await peerFor(t)
  for (const text of ['one', 'two', 'three']) peer.store('li', 'han', text)
  peer.store('han', 'li', 'not yours')
  const li = scriptOf('li', peer)
  t.equal(
    await li.end('/recall\n/open han\n/recall\n/recall 2\n/recall 2\n/recall 0\n/recall x\n'),
    1,
  )
  t.match(
    li.lines.slice(1).filter((line) => !line.startsWith('history')),
    [
      /^error\tno_open_chat\t/,
      'ok\topen\than\tall',
      'ok\trecall\than\t3',
      'ok\trecall\than\t1',
      /^error\tnot_found\t/,
      /^error\tusage\tLike this: \/recall \[n\]$/,
      /^error\tusage\t/,
    ],
  )
  t.same(
    peer.log('li', 'han').map(({ text }) => text),
    ['', 'two', '', 'not yours'],
  )
})

t.test('what is too old to be recalled stays, and the sentence says why', async (t) => {
  const peer = await peerFor(t)
  peer.store('li', 'han', 'an old one')
  peer.intercept = (frame, caller) => {
    if (frame.type !== 'recall') return false
    peer.error(caller, frame, 'forbidden')
    return true
  }
  const li = scriptOf('li', peer)
  t.equal(await li.end('/open han\n/recall\n'), 1)
  t.match(li.lines.at(-1), /^error\tforbidden\t.*two minutes.*an old one$/)
})

t.test('/search finds in all chats or in the open one, and goes on page by page', async (t) => {
  const peer = await peerFor(t)
  for (let n = 1; n <= 60; n += 1) peer.store('li', 'han', `茶 ${n}`)
  peer.store('tom', 'li', '没有那个字')
  const li = scriptOf('li', peer)
  const input =
    '/search\n/search  茶 \n/search\n/search\n/search --here 茶\n/open tom\n/search --here 茶\n'
  t.equal(await li.end(input), 1)
  const lines = li.lines.filter((line) => !/^(online|msg|history)\t/.test(line))
  t.match(lines[0], /^error\tusage\tLike this: \/search \[--here\] words$/)
  const found = lines.filter((line) => line.startsWith('found'))
  t.equal(found.length, 60)
  t.match(found[0], /^found\than\t60\tli\t\S+\t茶 60$/)
  t.match(found.at(-1), /\t茶 1$/)
  t.match(lines.filter((line) => !line.startsWith('found')).slice(1), [
    'ok\tsearch\tmore',
    'ok\tsearch\tall',
    /^error\tusage\t/,
    /^error\tno_open_chat\t/,
    'ok\topen\ttom\tall',
    'ok\tsearch\tall',
  ])
})
