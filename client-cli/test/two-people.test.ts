import t from 'tap'
import { ServerProcess } from '../../test/support/server-process.ts'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { chatCommand, needsTmux, Tmux } from './support/tmux.ts'

const PASSWORD = 'correct horse'

/** A new terminal with the client in it. */
async function sit(test: { teardown(tidy: () => unknown): void }, command: string): Promise<Tmux> {
  const tmux = new Tmux()
  test.teardown(() => tmux.stop())
  await tmux.start(command)
  return tmux
}

async function register(tmux: Tmux, user: string, nickname: string): Promise<void> {
  await tmux.see('new account (n)?')
  await tmux.enter('n')
  await tmux.see('Choose a user name')
  await tmux.enter(user)
  await tmux.see('The name that others see')
  await tmux.enter(nickname)
  await tmux.see('Choose a password')
  await tmux.enter(PASSWORD)
  await tmux.see('once more')
  await tmux.enter(PASSWORD)
  await tmux.see('teahouse ›')
}

t.test(
  'two people on two terminals register, become friends, talk, go away, and find what they missed',
  { ...needsTmux, timeout: 90_000 },
  async (t) => {
    const data = temporaryFolder(t)
    let server = await ServerProcess.start({ data: `${data}/server` })
    t.teardown(() => server.kill())
    const { port } = server
    const li = await sit(t, chatCommand(port, `${data}/li`))
    await register(li, 'li', '李雷')
    const hanCommand = chatCommand(port, `${data}/han`)
    const han = await sit(t, hanCommand)
    await register(han, 'han', '韩梅梅')

    await li.enter('/add han 一起喝茶吗?')
    await han.see('李雷 wants to be your friend “一起喝茶吗?”')
    await han.enter('/accept li')
    await li.see('韩梅梅 is now your friend')
    await li.enter('/open 韩梅梅')
    await li.see('韩梅梅 (han) ● online')
    await li.enter('你好')
    await li.see('韩梅梅 ✓✓ ›')
    await han.see('[1 new from 李雷 · /open li]')
    await han.enter('/open li')
    await han.see('李雷: 你好')
    await li.see('韩梅梅 ✔✔ ›')
    await han.enter('你好,李雷')
    await li.see('韩梅梅: 你好,李雷')

    await han.enter('/quit')
    await han.see('Bye.')
    await li.see('韩梅梅 is offline')
    for (const text of ['明天见', '带上那本书']) {
      await li.enter(text)
      await li.see(`you: ${text} ✓`)
    }

    // No password is asked: the token of the last visit is there.
    const hanAgain = await sit(t, hanCommand)
    const away = await hanAgain.see('带上那本书')
    t.match(
      away.join('\n').replace(/\d\d:\d\d/g, '--:--'),
      /While you were away ──\n李雷 2 new\n--:-- 李雷: 明天见\n--:-- 李雷: 带上那本书\n/,
    )
    await hanAgain.enter('/open li')
    const opened = await hanAgain.see('── 2 new ──')
    const shown = opened.slice(opened.findLastIndex((row) => row.startsWith('── 李雷')))
    t.match(
      shown.join('\n').replace(/\d\d:\d\d/g, '--:--'),
      /--:-- 李雷: 你好\n--:-- you: 你好,李雷 ✓\n── 2 new ──\n--:-- 李雷: 明天见\n--:-- 李雷: 带上那本书\n/,
    )

    // The server dies without a word, and li goes on writing.
    await server.kill()
    await li.see('[offline] 韩梅梅')
    await li.enter('还在吗')
    await li.see('you: 还在吗 ◌')
    server = await ServerProcess.start({ data: `${data}/server`, port })
    await li.see('stored at')
    const late = await hanAgain.see('李雷: 还在吗')
    t.equal(late.filter((row) => row.endsWith('李雷: 带上那本书')).length, 2, 'nothing comes twice')
  },
)
