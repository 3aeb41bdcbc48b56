import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { LoadError } from '../../load-error.ts'

const READY_TIMEOUT_MS = 30_000
const STOP_TIMEOUT_MS = 10_000
const LAST_WORDS_LINES = 5

export interface ChildServerOptions {
  /** For messages. */
  readonly name: string
  readonly program: string
  readonly args: readonly string[]
  /** The line on standard output or standard error that says that it is ready. */
  readonly readyLine: RegExp
  /** Removed if this process is killed, as nobody else would. */
  readonly folder: string
}

/** A server that this process started, and that ends with it, however it ends. */
export class ChildServer {
  readonly pid: number
  /** What `readyLine` matched. */
  readonly ready: RegExpExecArray
  /** What it said last. */
  readonly lastWords: readonly string[]
  readonly #guard: ChildProcess
  readonly #ended: Promise<void>

  private constructor(
    pid: number,
    ready: RegExpExecArray,
    lastWords: readonly string[],
    guard: ChildProcess,
    ended: Promise<void>,
  ) {
    this.pid = pid
    this.ready = ready
    this.lastWords = lastWords
    this.#guard = guard
    this.#ended = ended
  }

  /** Rejects with a LoadError that has its last words when it ends, or says nothing for half a minute. */
  static async start(options: ChildServerOptions): Promise<ChildServer> {
    const { name, program, args, readyLine, folder } = options
    const guard = spawn('/bin/sh', ['-c', GUARD, 'sh', folder, program, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      // A group of its own: Ctrl-C in a terminal ends the bench, and only that ends its servers.
      detached: true,
    })
    const ended = new Promise<void>((resolve) => guard.once('close', () => resolve()))
    const lastWords: string[] = []
    return await new Promise((resolve, reject) => {
      const fail = (why: string) =>
        reject(new LoadError([`${name} ${why}`, ...lastWords].join('\n  ')))
      let why = 'ended before it was ready'
      const timer = setTimeout(() => {
        why = 'did not get ready'
        guard.stdin?.destroy()
      }, READY_TIMEOUT_MS)
      let pid = 0
      let ready: RegExpExecArray | null = null
      const read = (line: string) => {
        const [, digits] = /^pid (\d+)$/.exec(line) ?? []
        if (pid === 0 && digits !== undefined) {
          pid = Number(digits)
        } else {
          lastWords.push(line)
          if (lastWords.length > LAST_WORDS_LINES) lastWords.shift()
          ready ??= readyLine.exec(line)
        }
        // They come by two pipes, in any order.
        if (pid === 0 || ready === null) return
        clearTimeout(timer)
        resolve(new ChildServer(pid, ready, lastWords, guard, ended))
      }
      // Read to the end of its life: a full pipe would stop it.
      for (const stream of [guard.stdout, guard.stderr]) {
        if (stream !== null) createInterface({ input: stream }).on('line', read)
      }
      guard.once('error', (error) => fail(`cannot be started: ${error.message}`))
      void ended.then(() => {
        clearTimeout(timer)
        fail(why)
      })
    })
  }

  /** In order, if it does that within ten seconds. */
  async stop(): Promise<void> {
    this.#signal('SIGTERM')
    const timer = setTimeout(() => this.#signal('SIGKILL'), STOP_TIMEOUT_MS)
    await this.#ended
    clearTimeout(timer)
  }

  /** For a server whose files nobody wants any more. */
  async kill(): Promise<void> {
    this.#signal('SIGKILL')
    await this.#ended
  }

  #signal(signal: NodeJS.Signals): void {
    // Once it has ended the number may be somebody else's.
    if (this.#guard.exitCode !== null) return
    try {
      process.kill(this.pid, signal)
    } catch {
      // It ended this moment.
    }
  }
}

/**
 * $1 is the folder, the rest the server's command line. Descriptor 3 is a pipe from the bench into which nothing is ever written: when it ends, the
 * bench is gone, and so must be the server and its files.
 */
const GUARD = `
folder=$1
shift
exec 3<&0 </dev/null
"$@" 3<&- &
server=$!
echo "pid $server"
{
  read -r nothing <&3
  trap '' TERM
  kill -s KILL "$server"
  while kill -s 0 "$server"; do sleep 0.02; done
  rm -rf "$folder"
} 2>/dev/null >&2 &
watcher=$!
exec 3<&-
wait "$server"
code=$?
kill "$watcher" 2>/dev/null
exit "$code"
`
