import { Worker } from 'node:worker_threads'
import type { AnnouncerNews } from './announcing.ts'
import type { Announcement } from './service.ts'

/** A goodbye is one packet on each network. */
const GOODBYE_MS = 1_000
const RESTART_MS = 60_000
/** Troubles that were told; with more than that something flutters, and the log has heard enough. */
const MAX_TOLD = 20

export interface AnnouncerLog {
  /** Others find the server now. Again when its name or its addresses change. */
  announced(name: string, addresses: readonly string[]): void
  /** Once for each kind. The server goes on, and so does the announcer. */
  troubled(message: string): void
}

/** The server's hand on the worker that announces it. */
export class Announcer {
  readonly #announcement: Announcement
  readonly #log: AnnouncerLog
  readonly #told = new Set<string>()
  #worker: Worker | undefined
  #restart: NodeJS.Timeout | undefined
  #isStopping = false

  constructor(announcement: Announcement, log: AnnouncerLog) {
    this.#announcement = announcement
    this.#log = log
    this.#start()
  }

  /** Tells the network that the server goes. Resolves within about a second, whatever happens. */
  async stop(): Promise<void> {
    this.#isStopping = true
    clearTimeout(this.#restart)
    const worker = this.#worker
    if (worker === undefined) return
    const ended = new Promise((resolve) => worker.once('exit', resolve))
    const late = setTimeout(() => void worker.terminate(), GOODBYE_MS)
    worker.postMessage('stop')
    await ended
    clearTimeout(late)
  }

  #start(): void {
    const worker = new Worker(workerFile(), {
      workerData: this.#announcement,
      // The library writes there when a name is taken; ours is the one line that says what is listened on.
      stdout: true,
      resourceLimits: { maxOldGenerationSizeMb: 64 },
    })
    worker.unref()
    worker.stdout.resume()
    worker.on('message', (news: AnnouncerNews) => this.#heard(news))
    worker.on('error', (error) => this.#trouble(error.message))
    worker.once('exit', () => {
      this.#worker = undefined
      if (this.#isStopping) return
      this.#trouble('what announces the server ended; it is started again in a minute')
      this.#restart = setTimeout(() => this.#start(), RESTART_MS).unref()
    })
    this.#worker = worker
  }

  #heard(news: AnnouncerNews): void {
    if (news.kind === 'announced') this.#log.announced(news.name, news.addresses)
    else this.#trouble(news.message)
  }

  #trouble(message: string): void {
    if (this.#told.has(message) || this.#told.size >= MAX_TOLD) return
    this.#told.add(message)
    this.#log.troubled(message)
  }
}

/** Compiled it is the file itself. From source, a thread does not take over what reads TypeScript and has to set it up first. */
function workerFile(): URL {
  if (!import.meta.url.endsWith('.ts')) return new URL('./announce-worker.js', import.meta.url)
  const hooks = JSON.stringify(import.meta.resolve('tsx/esm/api'))
  const { href } = new URL('./announce-worker.ts', import.meta.url)
  const code = `import { register } from ${hooks}; register(); await import(${JSON.stringify(href)})`
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`)
}
