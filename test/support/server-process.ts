import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { packageRoot } from '../../server/package-root.ts'

/** From source under tsx, from dist when the tests are compiled. */
const PROGRAM = import.meta.url.endsWith('.ts')
  ? ['--import', 'tsx', join(packageRoot, 'test', 'support', 'run-from-source.ts')]
  : [join(packageRoot, 'bin', 'teahouse.js')]

export const programArguments = (...args: string[]): string[] => [...PROGRAM, ...args]

export interface ServerOptions {
  data: string
  /** More flags: ['--db', 'mysql://…']. */
  flags?: string[]
  port?: number
}

/** A server as an operator starts it: its own process, killed for real when a test says so. */
export class ServerProcess {
  readonly child: ChildProcess
  /** The line that it printed when it listened. */
  readonly listening: string
  readonly port: number
  readonly opsPort: number
  /** The fingerprint of its key, as it prints it; empty without TLS. */
  readonly key: string
  /** The exit code, once it has ended. */
  readonly exited: Promise<number | null>
  /** Standard error so far: the logs. */
  readonly logs: () => string

  private constructor(
    child: ChildProcess,
    listening: string,
    exited: Promise<number | null>,
    logs: () => string,
  ) {
    this.child = child
    this.listening = listening
    this.port = Number(/tcp:\/\/[^ ]*:(\d+)/.exec(listening)?.[1])
    this.opsPort = Number(/ops=http:\/\/[^ ]*:(\d+)/.exec(listening)?.[1])
    this.key = / tls=(\S+)/.exec(listening)?.[1] ?? ''
    this.exited = exited
    this.logs = logs
  }

  /** Resolves when it listens. Rejects with what it said when it ends before that. */
  static async start({ data, flags = [], port = 0 }: ServerOptions): Promise<ServerProcess> {
    const args = ['serve', '--host', '127.0.0.1', '--port', String(port), '--ops-port', '0']
    const child = spawn(process.execPath, programArguments(...args, '--data', data, ...flags), {
      cwd: packageRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let logs = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      logs += text
    })
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
    const listening = await Promise.race([firstLine(child), exited])
    if (typeof listening !== 'string') throw new Error(`the server ended (${listening}): ${logs}`)
    return new ServerProcess(child, listening, exited, () => logs)
  }

  /** As a supervisor stops it. @returns the exit code */
  stop(): Promise<number | null> {
    this.child.kill('SIGTERM')
    return this.exited
  }

  /** As a power cut stops it. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL')
    await this.exited
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    child.stdout?.setEncoding('utf8').on('data', (more: string) => {
      text += more
      const end = text.indexOf('\n')
      if (end >= 0) resolve(text.slice(0, end))
    })
  })
}
