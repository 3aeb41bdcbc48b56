import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { needsTmux, Tmux } from '../../../client-cli/test/support/tmux.ts'
import { cellsOf } from '../../../terminal/cells.ts'
import { AdminPeer } from '../../../test/support/admin-peer.ts'
import { ChatPeer } from '../../../test/support/chat-peer.ts'
import { TestServer } from '../../../test/support/databases.ts'
import { programArguments } from '../../../test/support/server-process.ts'
import { type Teardown, temporaryFolder } from '../../../test/support/temporary-folder.ts'

// Programs are started eight times.
t.setTimeout(110_000)

const flags = ['--rate-limit', '0', '--direct-messages', 'anyone']
const server = await TestServer.start(temporaryFolder(t), flags)
t.teardown(() => server.process.kill())

const shell = (...args: string[]): string =>
  [process.execPath, ...programArguments('console', ...args)].map((word) => `'${word}'`).join(' ')

/** The console in a terminal of 80×24. `before`: what a shell does first. */
async function open(test: Teardown, args: string[], before = 'true'): Promise<Tmux> {
  const tmux = new Tmux()
  test.teardown(() => tmux.stop())
  await tmux.start(
    `${before}; ${shell(...args)}; echo "exit code $?"; stty -a | grep -o ' -*echo '; exec cat`,
  )
  return tmux
}

/** Somebody who talks to themselves as fast as they are answered. */
async function talker(name: string, device = 'test'): Promise<ChatPeer> {
  const peer = await ChatPeer.connect(server.port)
  t.teardown(() => peer.end())
  await peer.ask({ type: 'register', user: name, password: 'correct horse' })
  await peer.ok({ type: 'login', user: name, password: 'correct horse', device })
  return peer
}

async function chatter(from: ChatPeer, to: string): Promise<void> {
  while (!from.isClosed) await from.send(to, '喝茶').catch(() => from.end())
}

const [GREEN, ANY_COLOUR] = ['32', '3[0-7]'].map(
  (code) => new RegExp(`\u001b\\[[0-9;]*${code}m`),
) as [RegExp, RegExp]

const stored = (screen: string[]): number =>
  Number(/stored +([\d,]+)/.exec(screen.join('\n'))?.[1]?.replaceAll(',', '') ?? -1)

/** Rows of the list that is shown. */
const listRows = (screen: string[]): string[] =>
  screen.slice(6, -2).filter((row) => row.trim() !== '')

t.test('an operator at work', needsTmux, async (t) => {
  const [li, han] = [await talker('li'), await talker('韩梅梅')]
  await talker('hostile', '\x1b[2J\x1b]0;owned\x07{red-fg}\n\u202egone')
  const operator = await AdminPeer.connect(server)
  t.teardown(() => operator.end())
  for (const [user, nickname] of [
    ['emoji', '👍👨‍👩‍👧🇨🇳 tea'],
    ['marks', 'z\u0301\u0323\u0301\u0323a\u202e'],
  ]) {
    await operator.ok({ type: 'users.add', user, nickname, password: 'correct horse' })
  }
  const tmux = await open(t, ['--data', server.data], 'export NO_COLOR=')
  await tmux.see('● well')
  t.match(await tmux.colours(), GREEN)

  await t.test('the numbers move', async (t) => {
    void chatter(li, '韩梅梅')
    void chatter(han, 'li')
    const before = stored(await tmux.see('stored'))
    await tmux.until((screen) => stored(screen) > before + 50)
    await tmux.until((screen) => /messages\/s +[1-9][\d,]* .*[▂-█]/.test(screen[1] ?? ''))
    t.equal((await tmux.screen()).length, 24)
  })

  await t.test('the filter narrows down as one types, and Esc shows all again', async (t) => {
    await tmux.type('2')
    await tmux.see('韩梅梅')
    await tmux.type('/韩')
    const rows = listRows(await tmux.until((screen) => listRows(screen).length === 1))
    t.match(rows[0], '韩梅梅')
    await tmux.press('Enter', 'Enter')
    const details = await tmux.see('nickname')
    t.match(details.join('\n'), /┌─ Session \d+ {2}韩梅梅 ─+┐/)
    await tmux.press('Escape')
    await tmux.until((screen) => !screen.join().includes('nickname'))
    await tmux.press('Escape')
    await tmux.until((screen) => listRows(screen).length === 3)
  })

  await t.test('the mouse turns to a view, sorts, chooses and opens', async () => {
    const click = (column: number, row: number) =>
      tmux.type(`\x1b[<0;${column};${row}M\x1b[<0;${column};${row}m`)
    await click(30, 5)
    await tmux.see('[3 Users]')
    await click(16, 5)
    await tmux.see('[2 Sessions]')
    await click(4, 6)
    await tmux.see('user ▴')
    await click(4, 6)
    await tmux.see('user ▾')
    await tmux.until((screen) => /^›韩梅梅/.test(screen[6] ?? ''))
    await click(4, 8)
    await tmux.until((screen) => /^›/.test(screen[7] ?? ''))
    await click(4, 8)
    await tmux.see('┌─ Session')
    await click(4, 8)
    await tmux.until((screen) => !screen.join().includes('┌─ Session'))
    await tmux.type('ss')
  })

  await t.test('columns stand under each other at every size', async (t) => {
    for (const [columns, rows] of [
      [160, 48],
      [80, 24],
    ] as const) {
      await tmux.resize(columns, rows)
      const screen = await tmux.until((rows) => cellsOf(rows[0] ?? '') > columns - 6)
      t.equal(screen.length, rows)
      const ends = listRows(await tmux.until((screen) => listRows(screen).length === 3))
      t.strictSame(new Set(ends.map(cellsOf)).size, 1, ends.join('\n'))
      if (columns === 160) t.match(ends.join('\n'), '·[2J·]0;owned·{red-fg}␊')
    }
    await tmux.type('3')
    const users = listRows(await tmux.see('👍👨👩👧CN tea'))
    const columns = users.map((row) => cellsOf(row.slice(0, row.search(/ (user|assistant) +\d/))))
    t.equal(new Set(columns).size, 1, users.join('\n'))
  })

  await t.test('a kick asks first, lands, and is written down', async (t) => {
    await tmux.type('2')
    await tmux.type('/hostile')
    await tmux.until((screen) => listRows(screen).length === 1)
    await tmux.press('Enter')
    await tmux.type('k')
    await tmux.see('Kick hostile?')
    await tmux.type('escape \x1b')
    await tmux.until((screen) => !screen.join().includes('Kick hostile?'))
    await tmux.type('k')
    await tmux.see('Kick hostile?')
    await tmux.type('太吵')
    await tmux.press('Enter')
    await tmux.see('hostile was kicked: 1 session ended.')
    await tmux.type('6')
    t.match((await tmux.see('太吵')).join('\n'), /kick +hostile +太吵/)
    const kicks = (await operator.audit()).filter(({ action }) => action === 'kick')
    t.match(kicks, [{ reason: '太吵', target: 'hostile' }])
    await tmux.type('2')
    await tmux.press('Escape')
  })

  await t.test('an announcement reaches people', async (t) => {
    await tmux.until((screen) => listRows(screen).length === 2)
    await tmux.until((screen) => /sessions +2 /.test(screen[2] ?? ''))
    await tmux.type('a')
    await tmux.see('Everybody who is there reads it at once: 2 sessions.')
    await tmux.paste('back at nine\n九点见')
    await tmux.press('Enter')
    await tmux.see('Told to 2 sessions.')
    t.match(await li.event('notice'), { text: 'back at nine 九点见' })
  })

  await t.test('a ban for a time, and its end by the same key', async () => {
    await tmux.type('3')
    await tmux.type('/emoji')
    await tmux.until((screen) => listRows(screen).length === 1)
    await tmux.press('Enter')
    await tmux.type('b')
    await tmux.type('soon')
    await tmux.press('Enter', 'Enter')
    await tmux.see('That is no time')
    await tmux.press('C-u')
    await tmux.type('7d')
    await tmux.press('Enter', 'Enter')
    await tmux.see('emoji is banned until')
    await tmux.until((screen) => /emoji .*banned/.test(screen[6] ?? ''))
    await tmux.type('b')
    await tmux.see('Lift the ban of emoji?')
    await tmux.press('Enter')
    await tmux.see('emoji may log in again.')
    await tmux.press('Escape')
  })

  await t.test('the server goes and comes back, and the console goes on', async (t) => {
    await tmux.type('5')
    await server.process.stop()
    await tmux.see('✖ down')
    await tmux.see('Trying again every second.')
    await tmux.type('1')
    await server.restart()
    const screen = await tmux.see('● well')
    t.notMatch(screen.join('\n'), 'Trying again')
    await talker('li')
    await tmux.until((screen) => /online +1 /.test(screen[1] ?? ''))
    await tmux.type('5')
    t.match((await tmux.see('the server is back')).join('\n'), /warn +the server has gone/)
    await tmux.type('/back')
    await tmux.until((screen) => listRows(screen).length === 1)
    await tmux.press('Escape')
    await tmux.press('Up')
    await tmux.see('paused')
  })

  await t.test('a server that is stopped in its tracks is seen to be silent', async (t) => {
    server.process.child.kill('SIGSTOP')
    t.teardown(() => server.process.child.kill('SIGCONT'))
    await tmux.see('✖ down   no answer for')
    server.process.child.kill('SIGCONT')
    // Not well at once: its main thread was late by all that time.
    await tmux.until((screen) => !screen.join().includes('no answer'))
  })

  await t.test('it asks for room, and leaves the terminal as it was', async (t) => {
    await tmux.resize(70, 20)
    await tmux.see('The console needs 80 × 18 characters')
    await tmux.resize(80, 24)
    await tmux.see('1 Overview')
    await tmux.type('q')
    const screen = await tmux.see('exit code 0')
    t.notMatch(screen.join('\n'), '1 Overview', 'the screen from before')
    await tmux.until((screen) => screen.includes(' echo'))
  })
})

t.test('from the metrics alone, without colours', needsTmux, async (t) => {
  const li = await talker('li')
  const tmux = await open(t, ['--metrics', server.ops], 'export NO_COLOR=1')
  await tmux.see('read only')
  void chatter(li, '韩梅梅')
  await tmux.until((screen) => /messages\/s +[1-9]/.test(screen[1] ?? ''))
  await tmux.until((screen) => /commit p99 +[\d.]+ ms/.test(screen[1] ?? ''))
  t.notMatch(await tmux.colours(), ANY_COLOUR)
  await tmux.type('2')
  await tmux.see('This view needs the admin socket')
  await tmux.type('a')
  await tmux.see('Only looking is possible here')
  await tmux.press('C-c')
  await tmux.see('exit code 0')
})

t.test(
  'what keeps it from starting is one sentence, and nothing was drawn',
  needsTmux,
  async (t) => {
    const folder = temporaryFolder(t)
    const old = createServer((socket) => {
      socket.on('data', () =>
        socket.write('{"type":"ok","id":1,"version":"9.0.0","protocol":99}\n'),
      )
      socket.on('error', () => {})
    }).listen(join(folder, 'old.sock'))
    const other = createServer((socket) => {
      socket.write('220 mail.example.org ESMTP\r\n')
      socket.on('error', () => {})
    }).listen(join(folder, 'other.sock'))
    t.teardown(() => [old.close(), other.close()])
    const cases: [string[], string, string, number][] = [
      [['--data', '/no/where'], 'true', 'teahouse: There is no server on this data folder', 69],
      [['--socket', join(folder, 'old.sock')], 'true', 'of another version, 9.0.0', 1],
      [['--socket', join(folder, 'other.sock')], 'true', 'is no server of this version', 1],
      [['--metrics', `http://127.0.0.1:${await freePort()}`], 'true', 'Nobody listens there', 69],
      [['--metrics', `${server.ops}/healthz`], 'true', 'is not the metrics page', 69],
      [['--data', server.data], 'export TERM=dumb', 'TERM is dumb', 1],
    ]
    await Promise.all(
      cases.map(async ([args, before, sentence, exitCode]) => {
        const tmux = await open(t, args, before)
        const screen = await tmux.see(`exit code ${exitCode}`)
        // A sentence goes on in the next row, with or without the blank between.
        const said = screen.join('').replaceAll(' ', '')
        t.match(said, sentence.replaceAll(' ', ''))
        t.equal(said.match(/teahouse:/g)?.length, 1, 'once')
      }),
    )
    const piped = spawn(process.execPath, programArguments('console', '--data', server.data))
    t.match(await allOutput(piped), /^teahouse: The console needs a terminal; .*\n$/)
  },
)

async function freePort(): Promise<number> {
  const holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  const { port } = holder.address() as AddressInfo
  holder.close()
  return port
}

async function allOutput(child: ChildProcess): Promise<string> {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  await new Promise((resolve) => child.once('close', resolve))
  return output
}
