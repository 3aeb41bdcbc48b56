import type { ErrorFrame } from '../../protocol/replies.ts'
import { Arrival } from './arrival.ts'
import { ERRORS, RECEIPTS } from './counters.ts'
import { SCAN_MESSAGE, SCAN_RECEIPT, SCAN_SENT } from './frame-scan.ts'
import type { Link } from './link.ts'
import type { AssignedUser } from './load-messages.ts'
import type { Membership } from './membership.ts'
import { Reader } from './reader.ts'
import { Speaker } from './speaker.ts'
import type { World } from './world.ts'

const PING = '{"type":"ping"}\n'
const MAX_CODE_LENGTH = 40

type Frame = Record<string, unknown> & { type?: unknown; id?: unknown; code?: unknown }

/** One user: what it hears is dealt out to the part that it concerns. */
export class VirtualUser {
  readonly index: number
  readonly name: string
  /** Made slow by the scenario: its figures are counted apart. */
  readonly isApart: boolean
  readonly memberships: Membership[] = []
  readonly arrival: Arrival
  readonly speaker: Speaker
  readonly reader: Reader
  readonly #world: World

  constructor(world: World, user: AssignedUser) {
    this.#world = world
    this.index = user.index
    this.name = world.assignment.names[user.index] ?? String(user.index)
    this.isApart = user.isApart
    this.arrival = new Arrival(world, this, user.token)
    this.speaker = new Speaker(world, this)
    this.reader = new Reader(world, this)
  }

  lineRead(bytes: Buffer, start: number, end: number): void {
    const { scan, counters } = this.#world
    switch (scan.read(bytes, start, end)) {
      case SCAN_MESSAGE:
        this.reader.message(scan)
        break
      case SCAN_SENT:
        this.#answered()
        break
      case SCAN_RECEIPT:
        counters.add(RECEIPTS)
        break
      default:
        this.#slowLine(bytes.toString('utf8', start, end))
    }
  }

  cameOnline(link: Link): void {
    this.speaker.resume(link)
    for (const membership of this.memberships) {
      if (membership.hasGap) void this.reader.catchUp(membership)
    }
  }

  #slowLine(line: string): void {
    let frame: Frame
    try {
      frame = JSON.parse(line) as Frame
    } catch {
      // The server sent what is no JSON: a defect to count, not to stop at.
      this.#countError('bad_frame')
      return
    }
    if (frame.id === undefined) this.#event(frame)
    else if (typeof frame.id === 'number') this.#replyToSend(frame, frame.id)
    else if (!this.arrival.requests?.answer(frame)) this.#countError('stray_reply')
  }

  #replyToSend(frame: Frame, id: number): void {
    if (frame.type === 'ok') {
      this.#world.scan.readSent(frame as never)
      this.#answered()
    } else {
      this.#countError(frame.code)
      this.speaker.refused(id, frame as unknown as ErrorFrame)
    }
  }

  #answered(): void {
    const membership = this.speaker.answered(this.#world.scan)
    if (membership === undefined) this.#countError('stray_reply')
    else this.reader.touch(membership)
  }

  #event(frame: Frame): void {
    switch (frame.type) {
      case 'msg':
        this.#world.scan.readMessage(frame as never)
        this.reader.message(this.#world.scan)
        break
      case 'ping':
        this.arrival.onlineLink?.write(PING)
        break
      case 'resync':
        this.reader.resync(frame['chats'] as { chat: string; head: number }[])
        break
      case 'bye':
        this.arrival.byeCode = String(frame.code)
        break
      case 'error':
        // Of a frame without an id: `received`, `read`, `typing`.
        this.#countError(frame.code)
        break
    }
  }

  #countError(code: unknown): void {
    this.#world.counters.add(ERRORS)
    this.#world.errors.add(String(code).slice(0, MAX_CODE_LENGTH))
  }
}
