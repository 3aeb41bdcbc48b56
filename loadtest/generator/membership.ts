import { Bitmap } from '../verify/bitmap.ts'
import type { Witness } from '../verify/witness.ts'
import { type FrameScan, fingerprintOf } from './frame-scan.ts'
import { cidHead, type RunTag } from './message-id.ts'
import { wireString } from './texts.ts'

/** A user in a conversation: the frames about it, half written already, and what the user has seen of it. */
export class Membership {
  /** Its place among the user's memberships. */
  readonly place: number
  readonly conversation: number
  /** The conversation as this user addresses it [P-6]. */
  readonly chat: string
  readonly isRoom: boolean
  readonly witness: Witness
  hasBegun = false
  /** A message came in the chunk that is being read. */
  isTouched = false
  isPulling = false
  /** The gap that is being watched begins behind this seq, since this moment; -1 without one. */
  gapBehind = -1
  gapSinceUs = 0
  /** In a room: when the server may be told again of what came. */
  tellFromUs = 0
  readonly #user: number
  readonly #chatBytes: Uint8Array
  readonly #sendHead: string
  readonly #receivedHead: string
  readonly #readHead: string
  readonly typingFrame: string
  #nextN = 0
  /** How far the server has been told that this user has got. */
  #toldUpTo = 0
  /** The newest message of somebody else. */
  #newestOfOthers = 0
  #refused: Bitmap | undefined

  constructor(
    place: number,
    conversation: number,
    chat: string,
    user: number,
    run: RunTag,
    witness: Witness,
  ) {
    this.place = place
    this.conversation = conversation
    this.chat = chat
    this.isRoom = chat.startsWith('#')
    this.witness = witness
    this.#user = user
    this.#chatBytes = Buffer.from(chat)
    const chatJson = wireString(JSON.stringify(chat))
    this.#sendHead = `,"chat":${chatJson},"cid":"${cidHead(run, conversation, user)}`
    this.#receivedHead = `{"type":"received","chat":${chatJson},"seq":`
    this.#readHead = `{"type":"read","chat":${chatJson},"seq":`
    this.typingFrame = `{"type":"typing","chat":${chatJson}}\n`
  }

  begin(head: number): void {
    this.hasBegun = true
    this.witness.begin(head)
    this.#toldUpTo = head
  }

  nextN(): number {
    return this.#nextN++
  }

  sendFrame(id: number, n: number, intendedUs: number, text: string): string {
    return `{"type":"send","id":${id}${this.#sendHead}${n}.${intendedUs}","text":"${text}"}\n`
  }

  isChat(scan: FrameScan): boolean {
    const { bytes, chatStart } = scan
    const chat = this.#chatBytes
    if (scan.chatEnd - chatStart !== chat.length) return false
    for (let i = 0; i < chat.length; i++) if (bytes[chatStart + i] !== chat[i]) return false
    return true
  }

  pushed(scan: FrameScan): boolean {
    if (scan.seq > this.#newestOfOthers) this.#newestOfOthers = scan.seq
    return this.witness.push(scan)
  }

  acknowledged(seq: number, n: number): void {
    const sender = this.#user
    this.witness.acknowledged({
      seq,
      isOurs: true,
      conversation: this.conversation,
      sender,
      n,
      isIntact: true,
      fingerprint: fingerprintOf(sender, n),
    })
  }

  /** The server said that it did not take this message. */
  wasRefused(n: number): void {
    this.#refused ??= new Bitmap()
    this.#refused.add(n)
  }

  isRefused(n: number): boolean {
    return this.#refused?.has(n) ?? false
  }

  /** Where there is a gap: something behind it has been seen, or announced. */
  get hasGap(): boolean {
    return this.witness.seen.contiguous < this.witness.announced
  }

  /**
   * What to tell the server about what has arrived: one frame, or '' when it knows. Only what came without a gap is
   * acknowledged, so that "all up to seq" is true [G-4].
   */
  receivedFrame(): string {
    if (!this.isBehind) return ''
    this.#toldUpTo = this.witness.seen.contiguous
    return `${this.#receivedHead}${this.#toldUpTo}}\n`
  }

  /** Whether there is something of others that the server has not been told of. */
  get isBehind(): boolean {
    return this.witness.seen.contiguous > this.#toldUpTo && this.#newestOfOthers > this.#toldUpTo
  }

  readFrame(): string {
    return `${this.#readHead}${this.#toldUpTo}}\n`
  }
}
