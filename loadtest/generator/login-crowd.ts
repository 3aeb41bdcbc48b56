import type { ErrorFrame } from '../../protocol/replies.ts'
import { ERRORS, LOGINS } from './counters.ts'
import { Link, type LinkOwner } from './link.ts'
import { wireString } from './texts.ts'
import type { World } from './world.ts'

const PAUSE_AFTER_FAILURE_MS = 250

/** One of a crowd that logs in by password, leaves as soon as it is in, and does so again at once. */
export class LoginCrowdMember implements LinkOwner {
  readonly #world: World
  readonly #index: number
  readonly #frame: string
  #link: Link | undefined
  #isActive = false
  /** When it meant to log in: what `busy` costs is part of it. */
  #meantUs = 0
  #retryAfterMs = 0

  constructor(world: World, index: number, password: string) {
    this.#world = world
    this.#index = index
    const user = world.assignment.names[index]
    this.#frame = wireString(`${JSON.stringify({ type: 'login', id: 'in', user, password })}\n`)
  }

  start(): void {
    if (this.#isActive) return
    this.#isActive = true
    this.#meantUs = this.#world.nowUs()
    this.#connect()
  }

  stop(): void {
    this.#isActive = false
    this.#link?.destroy()
  }

  lineRead(bytes: Buffer, start: number, end: number): void {
    const frame = JSON.parse(bytes.toString('utf8', start, end)) as { type?: unknown; id?: unknown }
    if (frame.id !== 'in') return
    if (frame.type === 'ok') {
      this.#world.counters.add(LOGINS)
      const nowUs = this.#world.nowUs()
      if (this.#meantUs >= this.#world.measureFromUs) {
        this.#world.latencies.record('passwordLogin', nowUs - this.#meantUs)
      }
      this.#meantUs = nowUs
      this.#retryAfterMs = 0
    } else {
      const { code, retryAfterMs = PAUSE_AFTER_FAILURE_MS } = frame as ErrorFrame
      // A full queue is the right answer to a storm: counted by its code, and tried again when the server says.
      this.#world.errors.add(code)
      if (code !== 'busy' && code !== 'rate_limited') this.#world.counters.add(ERRORS)
      this.#retryAfterMs = retryAfterMs * (1 + this.#world.random.next())
    }
    this.#link?.end()
  }

  readDone(): void {}

  linkClosed(link: Link, problem: string | undefined): void {
    if (link !== this.#link) return
    this.#link = undefined
    if (!this.#isActive) return
    if (problem !== undefined) {
      this.#world.counters.add(ERRORS)
      this.#world.errors.add(problem)
      this.#retryAfterMs = PAUSE_AFTER_FAILURE_MS
    }
    setTimeout(() => this.#connect(), this.#retryAfterMs)
  }

  #connect(): void {
    if (!this.#isActive) return
    this.#link = new Link(this.#world.ground, this, this.#world.localAddress(this.#index))
    this.#link.write(this.#frame)
  }
}
