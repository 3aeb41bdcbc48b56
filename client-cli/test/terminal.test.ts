import t from 'tap'
import { FakePeer } from '../../client/test/support/fake-peer.ts'
import { until } from '../../client/test/support/listener.ts'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { chatCommand, needsTmux, Tmux } from './support/tmux.ts'

interface Test {
  teardown(tidy: () => unknown): void
}

/** A terminal in which the client runs, and the peer that it talks to. `after` is what the shell does when the client has ended. */
async function terminal(test: Test, lang = 'en', after = '') {
  const peer = await FakePeer.start()
  const folder = temporaryFolder(test)
  const tmux = new Tmux()
  test.teardown(async () => {
    await tmux.stop()
    await peer.stop()
  })
  await tmux.start(`WITHOUT_TLS=1 ${chatCommand(peer.port, folder, lang)}; ${after || 'true'}`)
  return { peer, tmux }
}

async function loggedIn(test: Test, lang = 'en', after = '') {
  const { peer, tmux } = await terminal(test, lang, after)
  await tmux.see('(n)?')
  await tmux.press('Enter')
  await tmux.see(lang === 'zh' ? '用户名' : 'User name')
  await tmux.enter('li')
  await tmux.see(lang === 'zh' ? '的密码' : 'Password')
  await tmux.enter('password of li')
  await tmux.see('/help')
  await tmux.see('›')
  return { peer, tmux }
}

/** The rows from the last prompt on: what is being typed. */
const typedRows = (screen: string[]): string[] => {
  const rows = screen.join('\n').trimEnd().split('\n')
  return rows.slice(rows.findLastIndex((row) => row.includes('›')))
}

t.test(
  'a line that comes in does not tear the Chinese line that is being typed',
  needsTmux,
  async (t) => {
    const { peer, tmux } = await loggedIn(t)
    await tmux.enter('/open han')
    await tmux.see('── han ● online ──')

    await tmux.type('好,十二点在老地方见')
    await tmux.see('好,十二点在老地方见')
    const cursor = await tmux.cursor()
    peer.say('han', 'li', '中午一起喝茶吗?')
    const screen = await tmux.see('han: 中午一起喝茶吗?')
    t.same(typedRows(screen), ['han › 好,十二点在老地方见'])
    t.same(
      await tmux.cursor(),
      { column: cursor.column, row: cursor.row + 2 },
      'under a day line and the message',
    )

    // Longer than a row, and edited in its middle, the way an input method does it.
    await tmux.type(',如果下雨就改在楼下的茶馆,我带上次说的那本书,你记得带伞')
    await tmux.press('Left', 'Left', 'Left')
    await tmux.type('千万')
    await tmux.until((rows) => typedRows(rows).join('').endsWith('你记千万得带伞'))
    const before = await tmux.cursor()
    peer.say('han', 'li', '还有一件事')
    peer.say('han', 'li', '先不说了')
    const after = await tmux.see('先不说了')
    t.match(after.join('\n'), /han: 还有一件事\n\d\d:\d\d han: 先不说了\nhan › 好,十二点/)
    t.equal(typedRows(after).length, 2)
    t.same(await tmux.cursor(), { column: before.column, row: before.row + 2 })

    await tmux.press('Enter')
    const text = '好,十二点在老地方见,如果下雨就改在楼下的茶馆,我带上次说的那本书,你记千万得带伞'
    await tmux.until((rows) => rows.join('').includes(`you: ${text} ✓`))
    t.equal(peer.log('li', 'han').at(-1)?.text, text)
  },
)

t.test('who is typing, what is read and a new width move nothing', needsTmux, async (t) => {
  const { peer, tmux } = await loggedIn(t)
  await tmux.enter('/open han')
  await tmux.see('── han')
  await tmux.enter('hello')
  await tmux.see('you: hello ✓')
  await tmux.type('一'.repeat(50))
  await tmux.until((rows) => typedRows(rows).length === 2)
  const { column } = await tmux.cursor()

  peer.tell('li', { type: 'typing', chat: 'han', user: 'han' })
  await tmux.see('han is typing…')
  peer.tell('li', { type: 'receipt', chat: 'han', user: 'han', received: 1 })
  await tmux.see('han ✓✓ ›')
  peer.tell('li', { type: 'receipt', chat: 'han', user: 'han', read: 1 })
  const screen = await tmux.see('han ✔✔ ›')
  t.match(screen.join('\n'), /you: hello ✓\nhan is typing…\nhan ✔✔ › 一+\n一+\n/)
  t.equal((await tmux.cursor()).column, column)

  peer.say('han', 'li', 'typed')
  await tmux.until((rows) => !rows.includes('han is typing…'))
  for (const columns of [40, 100, 61]) {
    await tmux.resize(columns, 24)
    peer.say('han', 'li', `at ${columns} columns`)
    const rows = await tmux.see(`at ${columns} columns`)
    t.equal(typedRows(rows).join(''), `han ✔✔ › ${'一'.repeat(50)}`)
    t.equal(
      rows.filter((row) => row.includes('›')).length,
      2,
      'no remains: the prompt of /open and this one',
    )
  }
})

t.test('several lines that are pasted are one message', needsTmux, async (t) => {
  const { peer, tmux } = await loggedIn(t)
  await tmux.enter('/open han')
  await tmux.see('── han')
  await tmux.paste('第一行\n/quit\n  第三行\n')
  await tmux.see('› 第一行␊/quit␊  第三行')
  await tmux.press('Enter')
  const screen = await tmux.see('第三行 ✓')
  t.match(screen.join('\n'), /you: 第一行\n {6}┆ \/quit\n {6}┆ {3}第三行 ✓\n/)
  t.same(
    peer.log('li', 'han').map(({ text }) => text),
    ['第一行\n/quit\n  第三行'],
  )
})

t.test(
  'a message typed while the server is away waits, and is stored once it is back',
  needsTmux,
  async (t) => {
    const { peer, tmux } = await loggedIn(t)
    await tmux.enter('/open han')
    await tmux.see('── han')
    peer.intercept = (frame, caller) => {
      if (frame.type === 'login') caller.socket.destroy()
      return frame.type === 'login'
    }
    peer.cut()
    await tmux.see('[offline] han')
    await tmux.enter('等你回来')
    await tmux.see('you: 等你回来 ◌')
    await tmux.type('and a half')
    peer.intercept = () => false
    await tmux.see('Connected again')
    const screen = await tmux.see('stored at')
    t.match(screen.join('\n'), /✓ stored at \d\d:\d\d: 等你回来\n/)
    t.notMatch(screen.join('\n'), '等你回来 ✓', 'and is not shown a second time')
    await tmux.until((rows) => typedRows(rows).join() === 'han ✓  › and a half')
    t.equal(peer.log('li', 'han').length, 1)
  },
)

t.test(
  'a new chat elsewhere is a mark, not a mess; the password is seen by nobody',
  needsTmux,
  async (t) => {
    const { peer, tmux } = await loggedIn(t, 'zh')
    await tmux.type('/op')
    for (const text of ['在吗', '看到回我', '\x1b[2J\x1b[31m骗你']) peer.say('han', 'li', text)
    const screen = await tmux.see('[han 发来 3 条新消息 · /open han]')
    t.notMatch(screen.join('\n'), /password of li|在吗/)
    t.same(typedRows(screen), ['茶馆 › /op'])
    await tmux.type('en han')
    await tmux.press('Enter')
    t.match(
      (await tmux.see('骗你')).join('\n'),
      /── 3 条新消息 ──\n.*在吗\n.*看到回我\n.*\[2J\[31m骗你\n/,
    )
    await until(() => peer.askedFor('read').some((frame) => frame['seq'] === 3))
  },
)

t.test(
  'Ctrl-C clears the line, then leaves, and leaves the terminal as it was',
  needsTmux,
  async (t) => {
    const { tmux } = await loggedIn(
      t,
      'en',
      'echo "exit code $?"; stty -a | grep -o " -*echo "; exec cat',
    )
    await tmux.type('never mind')
    await tmux.see('never mind')
    await tmux.press('C-c')
    await tmux.until((rows) => typedRows(rows).join('') === 'teahouse ›')
    await tmux.press('C-c')
    const screen = await tmux.see('exit code 0')
    t.match(screen.join('\n'), /Bye\.\nexit code 0/)
    await tmux.until((rows) => rows.includes(' echo'))
    // A paste is no longer put in brackets.
    await tmux.paste('plain')
    await tmux.press('Enter')
    await tmux.until((rows) => rows.filter((row) => row === 'plain').length === 2)
  },
)
