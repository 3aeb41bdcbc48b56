import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { packageRoot } from '../../server/package-root.ts'

export interface ServerPlace {
  /** The tree that the program runs from; another one than ours when the program was changed on purpose. */
  readonly root: string
  readonly data: string
  readonly flags: readonly string[]
}

/** Runs from source under tsx, or compiled: like the tests themselves. */
const isFromSource = import.meta.url.endsWith('.ts')

/**
 * A server that is killed at any moment, before it listens as well, and started again on the same port. What it ends by itself is
 * never expected.
 */
export class ServerUnderFire {
  /** Ends that nobody asked for. */
  readonly ownEnds: string[] = []
  /** What it logged as an error, and how often. */
  readonly errors = new Map<string, number>()
  starts = 0
  readonly #place: ServerPlace
  #port = 0
  #child: ChildProcess | undefined
  #isBeingKilled = false

  constructor(place: ServerPlace) {
    this.#place = place
  }

  /** The same for all of its lives. */
  get port(): number {
    return this.#port
  }

  /** Starts it. Resolves when it listens, or when it was killed before that. */
  async start(): Promise<void> {
    this.starts += 1
    this.#isBeingKilled = false
    const child = this.#spawn()
    this.#child = child
    await new Promise<void>((resolve) => {
      child.once('exit', (code, signal) => {
        if (!this.#isBeingKilled) this.ownEnds.push(`the server ended with ${code ?? signal}`)
        resolve()
      })
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        const port = /^listening tcp:\/\/\S*:(\d+)/.exec(text)?.[1]
        if (port === undefined) return
        this.#port = Number(port)
        resolve()
      })
    })
  }

  /** As a power cut. */
  async kill(): Promise<void> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    this.#isBeingKilled = true
    child.kill('SIGKILL')
    await new Promise((resolve) => child.once('exit', resolve))
  }

  #spawn() {
    const { root, data, flags } = this.#place
    const program = isFromSource
      ? ['--import', 'tsx', join(root, 'test', 'support', 'run-from-source.ts')]
      : [join(root, 'bin', 'teahouse.js')]
    const args = ['--host', '127.0.0.1', '--port', String(this.#port), '--ops-port', '0']
    const limits = ['--rate-limit', '0', '--max-pending-per-address', '0', '--log-level', 'error']
    const child = spawn(
      process.execPath,
      [...program, 'serve', ...args, ...limits, '--data', data, ...flags],
      { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: withoutOurs(process.env) },
    )
    createInterface({ input: child.stderr }).on('line', (line) => this.#heard(line))
    return child
  }

  #heard(line: string): void {
    const said = messageOf(line)
    this.errors.set(said, 1 + (this.errors.get(said) ?? 0))
  }
}

/** What a line of the log says, or the line itself when it is none: a crash of the program is told in plain text. */
function messageOf(line: string): string {
  try {
    const { msg } = JSON.parse(line) as { msg?: unknown }
    return String(msg)
  } catch {
    return line
  }
}

export const ownRoot = packageRoot

/** The server takes every TEAHOUSE_ variable for a setting of its own. */
function withoutOurs(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !name.startsWith('TEAHOUSE_')),
  )
}
