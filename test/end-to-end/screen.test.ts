import t from 'tap'
import { needsTmux, screenCommand, Tmux } from '../../client-cli/test/support/tmux.ts'
import { ChatPeer } from '../support/chat-peer.ts'
import { ServerProcess } from '../support/server-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

// Two clients and two servers start in it, and the client's patience with a server that is away grows.
t.setTimeout(90_000)

const PASSWORD = 'correct horse'
const HISTORY = 300

/** Who sits at the full screen of a terminal. */
async function visitor(
  test: { teardown(tidy: () => unknown): void },
  { port, lang, columns, rows }: { port: number; lang: string; columns: number; rows: number },
): Promise<Tmux> {
  const tmux = new Tmux()
  test.teardown(() => tmux.stop())
  const folder = temporaryFolder(test)
  await tmux.start(
    `${screenCommand(port, folder, lang)}; echo "exit code $?"; exec cat`,
    columns,
    rows,
  )
  return tmux
}

const rowWith = (screen: readonly string[], words: string): string =>
  screen.find((row) => row.includes(words)) ?? ''
const inputRows = (screen: readonly string[]): string[] => {
  const separator = screen.findLastIndex((row) => row.startsWith('├'))
  return screen.slice(separator + 1, -1).map((row) => row.slice(4, -1).trimEnd())
}

t.test(
  'two people at full screens, in two languages, through a crash of the server',
  needsTmux,
  async (t) => {
    const data = temporaryFolder(t)
    const flags = ['--rate-limit', '0']
    let server = await ServerProcess.start({ data, flags })
    const { port } = server
    t.teardown(() => server.kill())
    const registrar = await ChatPeer.connect(port)
    await registrar.ok({ type: 'register', user: 'han', password: PASSWORD, nickname: '韩梅梅' })
    registrar.end()

    const li = await visitor(t, { port, lang: 'en', columns: 80, rows: 24 })
    const han = await visitor(t, { port, lang: 'zh', columns: 120, rows: 40 })

    await t.test('signing in: a new account, a name that is taken, a wrong password', async (t) => {
      await answer(li, 'make a new account', 'n')
      await makeAccount(li, 'han', '')
      await li.see('✗ ')
      await makeAccount(li, 'li', '李雷')
      t.notMatch((await li.see('● connected')).join('\n'), PASSWORD)

      await answer(han, '注册新账号', '')
      await answer(han, '用户名', 'han')
      await answer(han, '的密码', 'not my password')
      await han.see('✗ 用户名或密码不对')
      await answer(han, '用户名', 'han')
      await answer(han, '的密码', PASSWORD)
      await han.see('● 已连接')
    })

    await t.test(
      'becoming friends: found by the beginning of a name, accepted in the inbox',
      async () => {
        await li.press('C-k')
        await li.type('ha')
        await li.see('not a friend yet')
        await li.press('Enter')
        await li.until((screen) => inputRows(screen)[0] === '/add han')
        await li.enter('nice to meet you')
        await han.see('1 项待答复')
        await han.press('C-r')
        await han.see('“nice to meet you”')
        await han.type('a')
        await han.until((screen) => !screen.some((row) => row.includes('待答复')))
        await li.see('● 韩梅梅')
      },
    )

    await t.test('talking: Chinese, emoji, a link, and how one’s own message stands', async (t) => {
      await li.press('C-k')
      await li.type('韩')
      await li.see('● 韩梅梅  online')
      await li.press('Enter')
      await li.see('Write to 韩梅梅')
      await li.enter('中午一起喝茶吗? 😀 https://example.org/menu')
      await han.until((screen) => /● 李雷 +1 │/.test(screen.join('\n')), 'an unread message')
      await li.until((screen) => rowWith(screen, '中午').includes('✓✓'), 'delivered')
      await han.press('C-n')
      await han.see('── 1 条新消息')
      await li.until((screen) => rowWith(screen, '中午').includes('✔✔'), 'read')
      await han.type('好')
      await li.see('韩梅梅 is typing…')
      await han.enter(',十二点👍🏽')
      t.match(rowWith(await li.see('好,十二点'), '好,十二点'), '👍')
    })

    await t.test(
      'what comes elsewhere is counted, and one scrolls back through all of it',
      async (t) => {
        await li.press('M-Down')
        await li.until(
          (screen) => /│ (小助手|assistant)/.test(screen[1] ?? ''),
          'the assistant’s chat',
        )
        const hanElsewhere = await ChatPeer.connect(port)
        t.teardown(() => hanElsewhere.end())
        await hanElsewhere.ok({ type: 'login', user: 'han', password: PASSWORD })
        const texts = Array.from(
          { length: HISTORY },
          (_, index) => `第 ${index + 1} 条 of ${HISTORY}`,
        )
        for (let from = 0; from < HISTORY; from += 50) {
          await Promise.all(
            texts.slice(from, from + 50).map((text) => hanElsewhere.send('li', text)),
          )
        }
        await li.until(
          (screen) => screen.join('\n').includes(`● 韩梅梅     ${HISTORY}`),
          'the count',
        )
        await li.press('C-n')
        await li.see('Write to 韩梅梅')
        await li.press('C-End')
        await li.see(`第 ${HISTORY} 条`)
        for (let pages = 0; pages < 40; pages += 1) {
          const screen = await li.screen()
          if (screen.some((row) => row.includes('第 1 条'))) break
          const before = screen.join('\n')
          await li.press('PageUp')
          await li.until((now) => now.join('\n') !== before, 'another page')
        }
        t.match((await li.see('第 1 条')).join('\n'), '300 new')
        await li.press('PageUp')
        const screen = await li.see('This is the beginning.')
        t.match(rowWith(screen, '中午'), '✔✔')
        await han.enter('还在吗')
        t.match(rowWith(await li.see('↓ 1 new'), '↓'), 'Esc goes there')
        await li.press('Escape')
        await li.see('还在吗')
        await li.until((rows) => !/● 韩梅梅 +\d/.test(rows.join('\n')), 'nothing unread')
      },
    )

    await t.test(
      'the server is killed: it is seen, nothing typed is lost, nothing is sent twice',
      async (t) => {
        await li.type('before the cra')
        await server.kill()
        await li.see('○ not connected')
        t.same(inputRows(await li.screen()), ['before the cra'])
        await li.enter('sh')
        await li.until((screen) => rowWith(screen, 'before the crash').includes('◌'), 'it waits')
        await li.type('and half a line 半')
        server = await ServerProcess.start({ data, flags, port })
        await li.see('● connected')
        await li.until((screen) => /✓|✔/.test(rowWith(screen, 'before the crash')), 'stored')
        t.same(inputRows(await li.screen()), ['and half a line 半'])
        await han.see('● 已连接')
        const screen = await han.see('before the crash')
        t.equal(screen.filter((row) => row.includes('before the crash')).length, 1)
        await li.press('C-u')
      },
    )

    await t.test('a paste of five lines is one message', async (t) => {
      await li.paste('一\n  two\n/quit\n四\nfive\n')
      t.same(inputRows(await li.see('5 lines')), ['一', '  two', '/quit', '四', 'five'])
      await li.press('Enter')
      const screen = await han.see('five')
      const last = screen.findIndex((row) => row.includes('five'))
      t.match(screen[last - 3], '    two')
      t.match(screen[last - 4], '一')
    })

    await t.test('whatever the size, every row is whole', async (t) => {
      for (const [columns, rows] of [
        [120, 40],
        [60, 16],
        [44, 12],
        [80, 24],
      ] as const) {
        await li.resize(columns, rows)
        const isWhole = (screen: string[]): boolean =>
          screen.length === rows && screen[0]?.at(-1) === '┐' && screen.at(-1)?.at(-1) === '┘'
        const screen = await li.until(isWhole, `${columns} by ${rows}`)
        t.ok(
          screen.slice(1, -1).every((row) => /[│┤]$/.test(row)),
          `${columns} by ${rows}`,
        )
        t.match(screen.join('\n'), 'five')
      }
    })

    await t.test(
      'what wants to drive the terminal or to fake a message does neither',
      async (t) => {
        const peer = await ChatPeer.connect(port)
        t.teardown(() => peer.end())
        await peer.ok({ type: 'login', user: 'han', password: PASSWORD })
        const hostile = '\x1b[2J\x1b]0;owned\x07{red-fg}bad{/}\u202eevil\n┌ Teahouse ──'
        await peer.send('li', hostile, 'hostile-1')
        const screen = await li.see('owned')
        t.match(screen[0], /^┌ Teahouse ── li@/)
        t.match(rowWith(screen, 'owned'), '{red-fg}bad{/}·evil')
        const fake = screen.slice(1).find((row) => row.includes('┌ Teahouse ──'))
        t.match(fake, /^│.*│$/)
      },
    )

    await t.test(
      'rooms: made, somebody invited, joined from the inbox, its members, left',
      async () => {
        await li.enter('/create #lunch 今天吃什么')
        await li.see('#lunch  今天吃什么')
        await li.enter('/invite han')
        await han.see('1 项待答复')
        await han.press('C-r')
        await han.see('李雷 邀请你')
        await han.type('a')
        await han.see('发给 #lunch')
        await li.enter('/who')
        await li.see('owner')
        await li.press('Escape')
        await han.enter('@li 面条?')
        await li.see('@li 面条?')
        await han.enter('/leave')
        await han.see('已退出 #lunch')
      },
    )

    await t.test('help, and leaving with the terminal as it was', async (t) => {
      await li.type('?')
      await li.see('Keys and commands')
      await li.press('Escape')
      await li.until((screen) => !screen.some((row) => row.includes('Keys and commands')))
      await li.press('C-c')
      t.match((await li.see('exit code 0')).join('\n'), /Bye\.\nexit code 0/)
      await han.enter('/quit')
      await han.see('exit code 0')
    })
  },
)

/** Types an answer when the question is there, and waits until it is gone. */
async function answer(tmux: Tmux, question: string, typed: string): Promise<void> {
  const isAsked = (screen: string[]): boolean => {
    const at = screen.findLastIndex((row) => row.includes(question))
    return at !== -1 && /│ › +│/.test(screen[at + 1] ?? '')
  }
  await tmux.until(isAsked, question)
  await tmux.enter(typed)
  await tmux.until((screen) => !isAsked(screen), `an end of ${question}`)
}

const NEW_ACCOUNT = [
  'Choose a user name',
  'The name that others see',
  'Choose a password',
  'once more',
]

async function makeAccount(tmux: Tmux, user: string, nickname: string): Promise<void> {
  const answers = [user, nickname, PASSWORD, PASSWORD]
  for (const [index, question] of NEW_ACCOUNT.entries()) {
    await answer(tmux, question, answers[index] ?? '')
  }
}
