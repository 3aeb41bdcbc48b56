// On the worker of discovery.
import { randomBytes } from 'node:crypto'
import { type Link, linksOf } from './links.ts'
import { Publication } from './publication.ts'
import { type Announcement, foldName, freeName } from './service.ts'

const LOOK_EVERY_MS = 5_000
/** Whoever takes every name that we choose makes us slower, not busier. */
const QUICK_CONFLICTS = 5
const SLOW_RETRY_MS = 30_000

export type AnnouncerNews =
  | { readonly kind: 'announced'; readonly name: string; readonly addresses: readonly string[] }
  | { readonly kind: 'trouble'; readonly message: string }

type Turn = 'stop' | 'network' | 'conflict'

/** Keeps the server announced on every network that it can be reached from, while networks come and go and others have its name. */
export class Announcing {
  readonly #wanted: Announcement
  readonly #tell: (news: AnnouncerNews) => void
  readonly #lookEveryMs: number
  readonly #host = `teahouse-${randomBytes(6).toString('hex')}.local`
  #publications: Publication[] = []
  #isStopping = false
  #turn: (turn: Turn) => void = () => {}
  #lastTold = ''
  #ended: Promise<void> = Promise.resolve()

  /** @param lookEveryMs how often it looks whether a network came or went */
  constructor(
    wanted: Announcement,
    tell: (news: AnnouncerNews) => void,
    lookEveryMs: number = LOOK_EVERY_MS,
  ) {
    this.#lookEveryMs = lookEveryMs
    this.#wanted = wanted
    this.#tell = tell
  }

  /** Resolves after `stop`. */
  run(): Promise<void> {
    this.#ended = this.#keepAnnounced()
    return this.#ended
  }

  /** Withdraws the announcement. */
  stop(): Promise<void> {
    this.#isStopping = true
    this.#turn('stop')
    return this.#ended
  }

  async #keepAnnounced(): Promise<void> {
    let name = this.#wanted.name
    let conflicts = 0
    while (!this.#isStopping) {
      const links = linksOf(this.#wanted.listensOn)
      const turned = this.#nextTurn(links)
      await this.#announce(links, name)
      const turn = await turned
      const taken = new Set(this.#publications.flatMap(({ others }) => others)).add(foldName(name))
      if (turn === 'stop') await Promise.all(this.#publications.map((one) => one.withdraw()))
      await Promise.all(this.#publications.splice(0).map((one) => one.close()))
      if (turn !== 'conflict') continue
      name = freeName(this.#wanted.name, taken)
      conflicts += 1
      if (conflicts > QUICK_CONFLICTS) await this.#pause(SLOW_RETRY_MS)
    }
  }

  /** Something to be done: asked to stop, a network came or went, the name is another's. */
  #nextTurn(links: readonly Link[]): Promise<Turn> {
    return new Promise((resolve) => {
      const known = JSON.stringify(links)
      const look = setInterval(() => {
        if (JSON.stringify(linksOf(this.#wanted.listensOn)) !== known) this.#turn('network')
      }, this.#lookEveryMs)
      this.#turn = (turn) => {
        clearInterval(look)
        resolve(turn)
      }
      if (this.#isStopping) this.#turn('stop')
    })
  }

  async #announce(links: readonly Link[], name: string): Promise<void> {
    for (const link of links) {
      const trouble = (error: Error): void => {
        this.#say({ kind: 'trouble', message: `${link.address}: ${error.message}` })
      }
      try {
        const publication = await Publication.open({
          link,
          announcement: { ...this.#wanted, name },
          host: this.#host,
          onConflict: () => this.#turn('conflict'),
          onTrouble: trouble,
        })
        this.#publications.push(publication)
        void publication.announced.then(() =>
          this.#say({ kind: 'announced', name, addresses: links.flatMap((one) => one.reachable) }),
        )
      } catch (error) {
        trouble(error as Error)
      }
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#turn = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  /** The same again is no news. */
  #say(news: AnnouncerNews): void {
    const told = JSON.stringify(news)
    if (told === this.#lastTold) return
    this.#lastTold = told
    this.#tell(news)
  }
}
