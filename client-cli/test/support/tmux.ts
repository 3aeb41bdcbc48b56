import { execFile, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

const EXTENSION = import.meta.filename.slice(-3)
const PROGRAM = join(import.meta.dirname, `run-chat${EXTENSION}`)
const NODE = [process.execPath, ...(EXTENSION === '.ts' ? ['--import', 'tsx'] : [])]

/** For the options of a test: without tmux there is no terminal to look at. */
export const needsTmux =
  spawnSync('tmux', ['-V']).error === undefined ? {} : { skip: 'tmux is not installed' }

/** A shell's line that runs the client. */
export function chatCommand(port: number, tokenFolder: string, lang = 'en'): string {
  return [...NODE, PROGRAM, String(port), tokenFolder, lang].map((word) => `'${word}'`).join(' ')
}

/** The same on the full screen. */
export function screenCommand(port: number, tokenFolder: string, lang = 'en'): string {
  return `SCREEN=1 ${chatCommand(port, tokenFolder, lang)}`
}

const POLL_MS = 40
const PATIENCE_MS = 20_000

/** A terminal of 80×24 that a test types into and looks at. It has a tmux server of its own, which ends with it. */
export class Tmux {
  readonly #socket = `teahouse-test-${process.pid}-${randomBytes(4).toString('hex')}`

  /** Starts a program; `command` is a shell's line. */
  async start(command: string, columns = 80, rows = 24): Promise<void> {
    const size = ['-x', String(columns), '-y', String(rows)]
    // An empty configuration: the person's own must not change what a test sees.
    await this.#tmux('-f', '/dev/null', 'new-session', '-d', ...size, command)
    // What the program leaves on the screen stays there when it has ended.
    await this.#tmux('set-option', '-g', 'remain-on-exit', 'on')
  }

  /** Types text as it stands. */
  async type(text: string): Promise<void> {
    await this.#tmux('send-keys', '-l', '--', text)
  }

  /** Presses keys by their names: `Enter`, `C-c`, `Left`. */
  async press(...keys: string[]): Promise<void> {
    await this.#tmux('send-keys', ...keys)
  }

  async enter(text: string): Promise<void> {
    await this.type(text)
    await this.press('Enter')
  }

  /** As a mouse would paste it: in brackets, if the program has asked for them. */
  async paste(text: string): Promise<void> {
    await this.#tmux('set-buffer', '--', text)
    await this.#tmux('paste-buffer', '-p', '-r')
  }

  /** Resolves when the program can know: tmux wraps its screen anew at once, but tells the program a little later. */
  async resize(columns: number, rows: number): Promise<void> {
    await this.#tmux('resize-window', '-x', String(columns), '-y', String(rows))
    const { stdout: tty } = await this.#tmux('display-message', '-p', '#{pane_tty}')
    for (;;) {
      const { stdout: size } = await run('stty', ['-F', tty.trim(), 'size'])
      if (size.trim() === `${rows} ${columns}`) return
      await pause(POLL_MS)
    }
  }

  /** The rows of the screen, blanks at their ends cut off. */
  async screen(): Promise<string[]> {
    const { stdout } = await this.#tmux('capture-pane', '-p')
    return stdout.replace(/\n$/, '').split('\n')
  }

  /** The screen with its colours. */
  async colours(): Promise<string> {
    return (await this.#tmux('capture-pane', '-p', '-e')).stdout
  }

  /** Column and row of the cursor, from 0. */
  async cursor(): Promise<{ column: number; row: number }> {
    const { stdout } = await this.#tmux('display-message', '-p', '#{cursor_x} #{cursor_y}')
    const [column = 0, row = 0] = stdout.split(' ').map(Number)
    return { column, row }
  }

  /** Waits until the screen is as it should be; shows it when it never is. */
  async until(holds: (screen: string[]) => boolean, what = holds.toString()): Promise<string[]> {
    const deadline = performance.now() + PATIENCE_MS
    for (;;) {
      const screen = await this.screen()
      if (holds(screen)) return screen
      if (performance.now() > deadline) {
        throw new Error(`waited in vain for ${what}; the screen:\n${screen.join('\n')}`)
      }
      await pause(POLL_MS)
    }
  }

  /** Waits for words anywhere on the screen. */
  async see(words: string): Promise<string[]> {
    return await this.until((screen) => screen.some((row) => row.includes(words)), `“${words}”`)
  }

  async stop(): Promise<void> {
    await this.#tmux('kill-server').catch(() => {
      // It has ended by itself.
    })
  }

  async #tmux(...args: string[]) {
    const env = { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', TERM: 'xterm-256color' }
    return await run('tmux', ['-u', '-L', this.#socket, ...args], { env })
  }
}
