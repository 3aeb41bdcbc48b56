import type { ReplyOf } from '../../protocol/replies.ts'
import { ERRORS, LOGINS, ONLINE } from './counters.ts'
import { newestSeq } from './history.ts'
import { Link, type LinkOwner } from './link.ts'
import type { Membership } from './membership.ts'
import { LinkLost, Refusal, Requests } from './requests.ts'
import type { VirtualUser } from './virtual-user.ts'
import type { World } from './world.ts'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000

/**
 * How a user comes and goes: connects, logs in by token, joins its rooms the first time, and comes back with growing, random pauses as long as it
 * means to be there. Latency counts from the moment at which it first meant to.
 */
export class Arrival implements LinkOwner {
  /** It means to be online. */
  isPresent = false
  /** Since when, in microseconds of the run. */
  presentSinceUs = 0
  requests: Requests | undefined
  /** The reason the server gave for closing. */
  byeCode: string | undefined
  readonly #world: World
  readonly #user: VirtualUser
  readonly #token: string
  #link: Link | undefined
  #isOnline = false
  #isReading = true
  #hasBeenOnline = false
  /** When the arrival that is under way was meant to be. */
  #meantUs = 0
  #failures = 0
  #timer: NodeJS.Timeout | undefined
  #leaveTimer: NodeJS.Timeout | undefined
  #whenFirstOnline: (() => void) | undefined

  constructor(world: World, user: VirtualUser, token: string) {
    this.#world = world
    this.#user = user
    this.#token = token
  }

  /** Only while logged in. */
  get onlineLink(): Link | undefined {
    return this.#isOnline ? this.#link : undefined
  }

  /** Comes for the first time. Resolves when the user is logged in, however often that has to be tried. */
  enter(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenFirstOnline = resolve
      this.isPresent = true
      this.#meantUs = this.#world.nowUs()
      this.#connect()
    })
  }

  /** The network fails, and comes back for this user within so many seconds. */
  cutOff(withinSeconds: number): void {
    if (!this.isPresent) return
    this.#drop()?.destroy()
    this.#comeIn(this.#world.random.next() * withinSeconds * 1_000)
  }

  leave(withinSeconds: number): void {
    const go = () => {
      clearTimeout(this.#timer)
      this.isPresent = false
      this.#drop()?.end()
    }
    if (withinSeconds === 0) go()
    else this.#leaveTimer = setTimeout(go, this.#world.random.next() * withinSeconds * 1_000)
  }

  /** After `leave`, or instead of it when it was still to come. */
  comeBack(withinSeconds: number): void {
    clearTimeout(this.#leaveTimer)
    if (this.isPresent) return
    clearTimeout(this.#timer)
    const come = () => {
      this.isPresent = true
      this.#meantUs = this.#world.nowUs()
      this.presentSinceUs = this.#meantUs
      this.#connect()
    }
    this.#timer = setTimeout(come, this.#world.random.next() * withinSeconds * 1_000)
  }

  stopReading(): void {
    this.#isReading = false
    this.#link?.pause()
  }

  readAgain(): void {
    this.#isReading = true
    this.#link?.resume()
  }

  /** Ends for good, without waiting for anything. */
  close(): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#leaveTimer)
    this.isPresent = false
    this.#drop()?.destroy()
  }

  lineRead(bytes: Buffer, start: number, end: number): void {
    this.#user.lineRead(bytes, start, end)
  }

  readDone(): void {
    this.#user.reader.readDone()
  }

  linkClosed(link: Link, problem: string | undefined): void {
    // One that was dropped on purpose.
    if (link !== this.#link) return
    const { counters, disconnects, errors } = this.#world
    const wasOnline = this.#isOnline
    const reason = this.byeCode ?? problem ?? 'closed'
    this.#drop()
    if (wasOnline) {
      disconnects.add(reason)
    } else {
      counters.add(ERRORS)
      errors.add(reason)
    }
    this.#comeIn(this.#pauseMs(), wasOnline)
  }

  #comeIn(pauseMs: number, isNewArrival = true): void {
    clearTimeout(this.#timer)
    if (isNewArrival) this.#meantUs = this.#world.nowUs() + Math.round(pauseMs * 1_000)
    this.#timer = setTimeout(() => this.#connect(), pauseMs)
  }

  #connect(): void {
    this.#drop()?.destroy()
    this.byeCode = undefined
    const link = new Link(this.#world.ground, this, this.#world.localAddress(this.#user.index))
    this.#link = link
    this.requests = new Requests(link)
    // A timer may come up to a millisecond early.
    this.#meantUs = Math.min(this.#meantUs, this.#world.nowUs())
    for (const { witness } of this.#user.memberships) witness.sessionBegins()
    void this.#logIn(link, this.requests)
  }

  /** Never rejects. */
  async #logIn(link: Link, requests: Requests): Promise<void> {
    try {
      const reply = await requests.ask('login', { token: this.#token })
      this.#recordLogin()
      for (const membership of this.#user.memberships) {
        const head = reply.chats.find(({ chat }) => chat === membership.chat)?.head
        if (membership.hasBegun) membership.witness.announce(head ?? 0)
        else membership.begin(await this.#firstHead(requests, membership, head, reply))
      }
      this.#online(link)
    } catch (error) {
      this.#refused(link, error as Error)
    }
  }

  /** What was there before the run: its messages are none of our business. */
  async #firstHead(
    requests: Requests,
    membership: Membership,
    head: number | undefined,
    { more }: ReplyOf<'login'>,
  ): Promise<number> {
    const { chat } = membership
    if (membership.isRoom) {
      const joined = await requests.ask('room.join', { room: chat }).catch((error: Error) => {
        // Who made the room is in it already.
        if (error instanceof Refusal && error.code === 'conflict') return undefined
        throw error
      })
      return joined?.head ?? head ?? newestSeq(requests, chat)
    }
    return head ?? (more ? newestSeq(requests, chat) : 0)
  }

  #online(link: Link): void {
    if (link !== this.#link) return
    this.#isOnline = true
    this.#hasBeenOnline = true
    this.#failures = 0
    this.#world.counters.add(ONLINE)
    if (!this.#isReading) link.pause()
    this.#user.cameOnline(link)
    this.#whenFirstOnline?.()
    this.#whenFirstOnline = undefined
  }

  #recordLogin(): void {
    const { latencies, counters, measureFromUs } = this.#world
    counters.add(LOGINS)
    const us = this.#world.nowUs() - this.#meantUs
    if (!this.#hasBeenOnline) latencies.record('login', us)
    else if (this.#meantUs >= measureFromUs) latencies.record('reconnect', us)
  }

  #refused(link: Link, error: Error): void {
    // The link is gone, and `linkClosed` has seen to it.
    if (error instanceof LinkLost || link !== this.#link) return
    const { counters, errors } = this.#world
    const code = error instanceof Refusal ? error.code : error.name
    counters.add(ERRORS)
    errors.add(code)
    this.#drop()?.end()
    if (error instanceof Refusal && error.isTemporary) {
      this.#comeIn(Math.max(error.retryAfterMs, this.#pauseMs()), false)
    } else {
      this.isPresent = false
      this.#world.fail(`${this.#user.name} cannot log in: ${code}: ${error.message}`)
    }
  }

  /** Lets go of the link. @returns it, for the caller to end */
  #drop(): Link | undefined {
    const link = this.#link
    this.#link = undefined
    if (this.#isOnline) this.#world.counters.add(ONLINE, -1)
    this.#isOnline = false
    this.requests?.close()
    this.requests = undefined
    return link
  }

  #pauseMs(): number {
    const longest = Math.min(FIRST_PAUSE_MS * 2 ** this.#failures++, LONGEST_PAUSE_MS)
    return longest * (0.5 + this.#world.random.next() / 2)
  }
}
