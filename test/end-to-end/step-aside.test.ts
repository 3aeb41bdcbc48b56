import t from 'tap'
import { needsTmux, screenCommand, Tmux } from '../../client-cli/test/support/tmux.ts'
import { programArguments, ServerProcess } from '../support/server-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** An interactive shell, which has jobs; its marks are its own, whoever runs the test. */
const SHELL = 'env PS1="shell> " bash --norc --noprofile -i'

t.test(
  'Ctrl-Z gives the terminal to the shell, and fg brings the screen back',
  needsTmux,
  async (t) => {
    const data = temporaryFolder(t)
    const server = await ServerProcess.start({ data })
    t.teardown(() => server.kill())
    const program = [process.execPath, ...programArguments('console', '--data', data)]
    const faces = [
      {
        name: 'the client',
        command: screenCommand(server.port, `${data}/li`),
        shows: 'new account (n)?',
      },
      {
        name: 'the console',
        command: program.map((word) => `'${word}'`).join(' '),
        shows: '1 Overview',
      },
    ]
    for (const { name, command, shows } of faces) {
      const tmux = new Tmux()
      t.teardown(() => tmux.stop())
      await tmux.start(SHELL)
      await tmux.see('shell>')
      await tmux.enter(command)
      await tmux.see(shows)
      await tmux.press('C-z')
      await tmux.see('Stopped')
      await tmux.enter('echo $((6 * 7)) here')
      const aside = await tmux.see('42 here')
      t.notMatch(aside.join('\n'), shows, `${name} is off the screen`)
      await tmux.enter('fg')
      await tmux.see(shows)
      await tmux.press('C-c')
      await tmux.until((screen) => /shell>\s*$/.test(screen.join('\n')))
    }
  },
)
