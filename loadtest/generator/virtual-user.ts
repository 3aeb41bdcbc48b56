import { ERROR_CODES, type ErrorCode, RETRY_CODES } from '../../protocol/error-codes.ts'
import type { ErrorFrame } from '../../protocol/replies.ts'
import { Arrival } from './arrival.ts'
import { Backlog } from './backlog.ts'
import {
  ACKNOWLEDGED,
  BACKLOGGED,
  DELAYED,
  DELIVERED,
  DUPLICATES_REFUSED,
  ERRORS,
  GAPS_HEALED,
  MEANT,
  OUTSTANDING,
  PULLED,
  RECEIPTS,
  REFUSED,
  RESYNCS,
  SENT,
} from './counters.ts'
import { type FrameScan, SCAN_MESSAGE, SCAN_RECEIPT, SCAN_SENT } from './frame-scan.ts'
import { readHistory } from './history.ts'
import type { Link } from './link.ts'
import type { AssignedUser } from './load-messages.ts'
import type { Membership } from './membership.ts'
import { PendingSends } from './pending-sends.ts'
import type { World } from './world.ts'

/**
 * One user: says what it is told to say when it is told to, reads what comes, says `received`, notices what is missing and pulls it, and sends again
 * what had no answer when the connection broke. How it comes and goes is `Arrival`'s part.
 */
export class VirtualUser {
  readonly index: number
  readonly name: string
  readonly isApart: boolean
  readonly memberships: Membership[] = []
  readonly arrival: Arrival
  readonly #world: World
  #sends: PendingSends | undefined
  #backlog: Backlog | undefined
  readonly #touched: Membership[] = []

  constructor(world: World, user: AssignedUser) {
    this.#world = world
    this.index = user.index
    this.name = world.assignment.names[user.index] ?? String(user.index)
    this.isApart = user.isApart
    this.arrival = new Arrival(world, this, user.token)
  }

  /**
   * Means to say something in one of the user's conversations. It is sent now, or, when the user is offline or has too many messages
   * unanswered, as soon as that is over; the moment at which it was meant stays.
   */
  say(place: number, intendedUs: number): void {
    if (!this.arrival.isPresent) return
    this.#world.counters.add(MEANT)
    const sends = this.#pendingSends()
    const link = this.arrival.onlineLink
    if (link !== undefined && sends.hasRoom && this.#backlogged === 0) {
      this.#send(link, sends, place, intendedUs)
      return
    }
    this.#backlog ??= new Backlog()
    this.#backlog.push(place, intendedUs)
    this.#world.counters.add(BACKLOGGED)
    this.#world.counters.add(DELAYED)
  }

  lineRead(bytes: Buffer, start: number, end: number): void {
    const { scan, counters } = this.#world
    switch (scan.read(bytes, start, end)) {
      case SCAN_MESSAGE:
        this.#message(scan)
        break
      case SCAN_SENT:
        this.#answered(scan)
        break
      case SCAN_RECEIPT:
        counters.add(RECEIPTS)
        break
      default:
        this.#other(bytes.toString('utf8', start, end))
    }
  }

  readDone(): void {
    for (const membership of this.#touched) {
      membership.isTouched = false
      this.#acknowledge(membership)
    }
    this.#touched.length = 0
  }

  /** Logged in: what was under way when the connection broke goes out again, then what waited [G-2]. */
  cameOnline(link: Link): void {
    const { texts } = this.#world
    this.#sends?.forEach((id, slot) => {
      const sends = this.#sends as PendingSends
      const membership = this.memberships[sends.membership[slot] as number] as Membership
      const n = sends.n[slot] as number
      const intendedUs = sends.intendedUs[slot] as number
      const text = texts.text(membership.conversation, this.index, n, intendedUs)
      link.write(membership.sendFrame(id, n, intendedUs, text))
    })
    this.#sendBacklog()
    for (const membership of this.memberships) if (membership.hasGap) void this.catchUp(membership)
  }

  /** Pulls what is missing [G-4]. Never rejects: what stays missing is noticed again. */
  async catchUp(membership: Membership): Promise<void> {
    const { requests } = this.arrival
    if (requests === undefined || membership.isPulling) return
    membership.isPulling = true
    const { witness } = membership
    const pulledBefore = witness.pulled
    try {
      await readHistory(
        requests,
        membership,
        witness.seen.contiguous,
        this.#world.scan,
        (scan) => this.pulled(membership, scan),
        () => !membership.hasGap,
      )
      if (witness.pulled > pulledBefore) this.#world.counters.add(GAPS_HEALED)
      this.#acknowledge(membership)
    } catch (error) {
      this.#world.errors.add((error as { code?: string }).code ?? (error as Error).name)
    } finally {
      membership.isPulling = false
    }
  }

  /** A message of history. @returns whether it was new to this user */
  pulled(membership: Membership, scan: FrameScan): boolean {
    const { counters, faults } = this.#world
    const isNew = membership.witness.pull(scan)
    if (!isNew) return false
    if (scan.isOurs && scan.sender === this.index) {
      if (membership.isRefused(scan.n)) {
        const { n, seq } = scan
        faults.note(
          'unexpected',
          () => `message ${n} of ${this.name} was refused and is number ${seq}`,
        )
      }
    } else {
      counters.add(PULLED)
      this.#delivered(scan)
    }
    return true
  }

  get hasUnanswered(): boolean {
    return (this.#sends?.count ?? 0) > 0
  }

  get #backlogged(): number {
    return this.#backlog?.length ?? 0
  }

  #pendingSends(): PendingSends {
    this.#sends ??= new PendingSends(this.#world.assignment.maxOutstanding)
    return this.#sends
  }

  #send(link: Link, sends: PendingSends, place: number, intendedUs: number): void {
    const { texts, counters, random, assignment } = this.#world
    const membership = this.memberships[place] as Membership
    const n = membership.nextN()
    const id = sends.add(place, n, intendedUs)
    const text = texts.text(membership.conversation, this.index, n, intendedUs)
    if (assignment.typingShare > 0 && random.next() < assignment.typingShare) {
      link.write(membership.typingFrame)
    }
    link.write(membership.sendFrame(id, n, intendedUs, text))
    counters.add(SENT)
    counters.add(OUTSTANDING)
  }

  #sendBacklog(): void {
    const backlog = this.#backlog
    const link = this.arrival.onlineLink
    if (backlog === undefined || link === undefined) return
    const sends = this.#pendingSends()
    while (backlog.length > 0 && sends.hasRoom) {
      this.#send(link, sends, backlog.membership, backlog.intendedUs)
      backlog.shift()
      this.#world.counters.add(BACKLOGGED, -1)
    }
  }

  #message(scan: FrameScan): void {
    const membership = this.#membershipOf(scan)
    if (membership === undefined || !membership.hasBegun) {
      if (scan.isOurs) this.#strayMessage(scan)
      return
    }
    if (scan.isOurs && !this.#isSender(scan)) {
      const { n, sender } = scan
      this.#world.faults.note(
        'corrupt',
        () =>
          `message ${n} of ${this.#world.assignment.names[sender]} came to ${this.name} as another's`,
      )
    }
    if (membership.pushed(scan) && scan.sender !== this.index) this.#delivered(scan)
    this.#touch(membership)
  }

  #membershipOf(scan: FrameScan): Membership | undefined {
    for (const membership of this.memberships) if (membership.isChat(scan)) return membership
    return undefined
  }

  #delivered(scan: FrameScan): void {
    const { counters, latencies, measureFromUs, ground } = this.#world
    counters.add(DELIVERED)
    if (!scan.isOurs || scan.intendedUs < measureFromUs) return
    // Who was away on purpose did not wait for what was said meanwhile.
    if (scan.intendedUs < this.arrival.presentSinceUs) return
    latencies.record(this.isApart ? 'deliveryApart' : 'delivery', ground.readAtUs - scan.intendedUs)
  }

  #touch(membership: Membership): void {
    if (membership.isTouched) return
    membership.isTouched = true
    this.#touched.push(membership)
  }

  #acknowledge(membership: Membership): void {
    const { assignment, random, gaps, ground } = this.#world
    const received = membership.receivedFrame()
    if (received !== '') {
      const link = this.arrival.onlineLink
      link?.write(received)
      if (assignment.readShare > 0 && random.next() < assignment.readShare) {
        link?.write(membership.readFrame())
      }
    }
    if (membership.hasGap && membership.gapSinceUs === 0) {
      membership.gapSinceUs = ground.readAtUs
      gaps.set(membership, this)
    }
  }

  #answered(scan: FrameScan): void {
    const { counters, latencies, measureFromUs, ground, faults } = this.#world
    const slot = this.#sends?.take(scan.id) ?? -1
    if (this.#sends === undefined || slot < 0) {
      this.#countError('stray_reply')
      return
    }
    const place = this.#sends.membership[slot] as number
    const membership = this.memberships[place] as Membership
    const intendedUs = this.#sends.intendedUs[slot] as number
    counters.add(ACKNOWLEDGED)
    counters.add(OUTSTANDING, -1)
    if (scan.isDup) counters.add(DUPLICATES_REFUSED)
    if (intendedUs >= measureFromUs && !this.isApart) {
      latencies.record('acknowledge', ground.readAtUs - intendedUs)
    }
    if (!membership.isChat(scan)) {
      faults.note(
        'corrupt',
        () => `a message of ${this.name} to ${membership.chat} was acknowledged for another chat`,
      )
    }
    membership.acknowledged(scan.seq, this.#sends.n[slot] as number)
    this.#touch(membership)
    if (this.#backlogged > 0) this.#sendBacklog()
    else if (this.#world.isTalking) this.say(place, Math.floor(ground.readAtUs))
  }

  /** Whatever is not one of the three frames that come all the time. */
  #other(line: string): void {
    let frame: Record<string, unknown>
    try {
      frame = JSON.parse(line) as Record<string, unknown>
    } catch {
      // The server sent what is no JSON: a defect to count, not to stop at.
      this.#countError('bad_frame')
      return
    }
    const { scan } = this.#world
    const { type, id } = frame as { type?: unknown; id?: unknown }
    if (type === 'msg') {
      scan.readMessage(frame as never)
      this.#message(scan)
    } else if (type === 'ok' && typeof id === 'number') {
      scan.readSent(frame as never)
      this.#answered(scan)
    } else if (type === 'error' && typeof id === 'number') {
      this.#refused(id, frame as unknown as ErrorFrame)
    } else if ((type === 'ok' || type === 'error') && id !== undefined) {
      if (!this.arrival.requests?.answer(frame)) this.#countError('stray_reply')
    } else if (type === 'error') {
      this.#countError((frame as unknown as ErrorFrame).code)
    } else if (type === 'ping') {
      this.arrival.onlineLink?.write('{"type":"ping"}\n')
    } else if (type === 'bye') {
      this.arrival.byeCode = String((frame as { code?: unknown }).code)
    } else if (type === 'resync') {
      this.#resync(frame as unknown as { chats: { chat: string; head: number }[] })
    }
  }

  #refused(id: number, error: ErrorFrame): void {
    const { counters, resting, isTalking } = this.#world
    const sends = this.#sends
    const slot = sends?.take(id) ?? -1
    this.#countError(error.code)
    if (sends === undefined || slot < 0) return
    counters.add(REFUSED)
    counters.add(OUTSTANDING, -1)
    const place = sends.membership[slot] as number
    const isSure = RETRY_CODES.has(error.code) || !UNSURE_CODES.has(error.code)
    if (isSure) this.memberships[place]?.wasRefused(sends.n[slot] as number)
    if (isTalking) resting.push({ user: this, place })
    this.#sendBacklog()
  }

  #resync({ chats }: { chats: { chat: string; head: number }[] }): void {
    this.#world.counters.add(RESYNCS)
    for (const { chat, head } of chats) {
      const membership = this.memberships.find((candidate) => candidate.chat === chat)
      if (membership === undefined) continue
      membership.witness.announced = Math.max(membership.witness.announced, head)
      void this.catchUp(membership)
    }
  }

  #isSender(scan: FrameScan): boolean {
    const name = this.#world.names[scan.sender]
    if (name === undefined || scan.fromEnd - scan.fromStart !== name.length) return false
    for (let i = 0; i < name.length; i++)
      if (scan.bytes[scan.fromStart + i] !== name[i]) return false
    return true
  }

  #strayMessage({ n, sender }: FrameScan): void {
    const { faults, assignment } = this.#world
    faults.note(
      'corrupt',
      () =>
        `message ${n} of ${assignment.names[sender]} came to ${this.name}, who is not in that conversation`,
    )
  }

  #countError(code: string): void {
    this.#world.counters.add(ERRORS)
    this.#world.errors.add(code in ERROR_CODES ? (code as ErrorCode) : `${code}`.slice(0, 40))
  }
}

/** After these a message may have been stored all the same. */
const UNSURE_CODES: ReadonlySet<string> = new Set(['internal', 'shutting_down'])
