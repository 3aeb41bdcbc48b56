import { encodeFrame } from '../../protocol/encode.ts'
import { LineCutter } from '../wire/line-cutter.ts'
import type { Peer, PeerClient, PeerListener, Seat } from './peer.ts'
import { readDigits } from './read-digits.ts'

/** The frames that come all the time differ in the first letters of their type: `msg`, `ok`, `receipt`, `room.joined`, `presence`, `ping`. */
const KIND = '{"type":"'.length
const OK_ID = '{"type":"ok","id":'.length
const QUOTE = 0x22
const BACKSLASH = 0x5c
const LETTER_C = 0x63
const LETTER_I = 0x69
const LETTER_M = 0x6d
const LETTER_O = 0x6f
const LETTER_P = 0x70
const LETTER_R = 0x72

/** Ids of `send` are the numbers of slots, so that of the two strings the first letter is enough. */
const LOGIN_ID = 'in'
const ROOM_ID = 'room'

/** As our clients do (client/sync/cursors.ts). In a pair the bench asks more than they do: all that came together is acknowledged at once. */
const ROOM_REPORTS_EVERY_MS = 500

/** This project's own protocol, as its clients speak it: whoever gets messages says `received`, in a room twice a second. */
export const teahousePeer: Peer = {
  acknowledges: true,
  client: (seat, listener) => new TeahouseClient(seat, listener),
}

class TeahouseClient implements PeerClient {
  readonly hello: string
  readonly #listener: PeerListener
  readonly #lines = new LineCutter((bytes, start, end) => this.#line(bytes, start, end))
  /** What follows on the log-in: its reply is what the seat still waits for. */
  readonly #enterRoom: string
  readonly #sendEnd: string
  readonly #receivedStart: string
  readonly #seqAt: number
  readonly #reportsEveryMs: number
  #receivedSeq = 0
  #reportedAtMs = 0
  #replies = ''

  constructor({ token, to, kind, opensRoom }: Seat, listener: PeerListener) {
    this.#listener = listener
    const chat = kind === 'room' ? `#${to}` : to
    const type = opensRoom ? 'room.create' : 'room.join'
    this.#enterRoom = kind === 'room' ? encodeFrame({ type, id: ROOM_ID, room: chat }) : ''
    this.hello = encodeFrame({ type: 'login', id: LOGIN_ID, token })
    this.#sendEnd = `,"chat":"${chat}","cid":"`
    this.#receivedStart = `{"type":"received","chat":"${chat}","seq":`
    this.#reportsEveryMs = kind === 'room' ? ROOM_REPORTS_EVERY_MS : 0
    this.#seqAt = `{"type":"msg","chat":"${chat}","seq":`.length
  }

  encodeSend(slot: number, cid: string, text: string): string {
    return `{"type":"send","id":${slot}${this.#sendEnd}${cid}","text":"${text}"}\n`
  }

  feed(bytes: Buffer, length: number): void {
    this.#lines.feed(bytes, length)
  }

  takeReplies(): string {
    let replies = this.#replies
    this.#replies = ''
    if (this.#receivedSeq > 0 && this.#mayReport()) {
      replies += `${this.#receivedStart}${this.#receivedSeq}}\n`
      this.#receivedSeq = 0
    }
    return replies
  }

  #mayReport(): boolean {
    if (this.#reportsEveryMs === 0) return true
    const nowMs = performance.now()
    if (nowMs - this.#reportedAtMs < this.#reportsEveryMs) return false
    this.#reportedAtMs = nowMs
    return true
  }

  #line(bytes: Buffer, start: number, end: number): void {
    switch (bytes[start + KIND]) {
      case LETTER_M:
        return this.#message(bytes, start, end)
      case LETTER_O:
        return this.#ok(bytes, start, end)
      case LETTER_R:
        // A receipt, or that somebody came into the room: of no interest here.
        if (bytes[start + KIND + 2] === LETTER_C || bytes[start + KIND + 1] === LETTER_O) return
        break
      case LETTER_P:
        if (bytes[start + KIND + 1] === LETTER_I) this.#replies += '{"type":"ping"}\n'
        return
    }
    this.#refused(bytes.toString('utf8', start, end))
  }

  /** An `error`, or an event that means that the run is spoiled: `resync`, `bye`. */
  #refused(line: string): void {
    const { type, id, code } = JSON.parse(line) as { type: string; id?: unknown; code?: string }
    const what = code === undefined ? type : `${type} ${code}`
    this.#listener.refused(what, typeof id === 'number' ? id : undefined)
  }

  #message(bytes: Buffer, start: number, end: number): void {
    const seq = readDigits(bytes, start + this.#seqAt, end)
    const textEnd = end - '"}'.length
    const textStart = stringStart(bytes, start, textEnd)
    if (seq < 1 || textStart === -1) return this.#spelledOtherwise(bytes, start, end)
    this.#receivedSeq = seq
    this.#listener.delivered(bytes, textStart, textEnd)
  }

  /** A server may order its fields as it likes, and write a letter as an escape. */
  #spelledOtherwise(bytes: Buffer, start: number, end: number): void {
    const frame = JSON.parse(bytes.toString('utf8', start, end)) as { seq: number; text: string }
    this.#receivedSeq = frame.seq
    const text = Buffer.from(frame.text)
    this.#listener.delivered(text, 0, text.length)
  }

  #ok(bytes: Buffer, start: number, end: number): void {
    const at = start + OK_ID
    if (bytes[at] !== QUOTE) return this.#listener.acknowledged(readDigits(bytes, at, end))
    const isLoggedIn = bytes[at + 1] === LETTER_I
    if (isLoggedIn && this.#enterRoom !== '') this.#replies += this.#enterRoom
    else this.#listener.ready()
  }
}

/** Where the string begins whose closing quote stands at `end`, if it is the last field and called `text`; else -1. */
function stringStart(bytes: Buffer, start: number, end: number): number {
  if (bytes[end] !== QUOTE) return -1
  for (let at = end - 1; at > start; at--) {
    const byte = bytes[at] as number
    if (byte === BACKSLASH) return -1
    if (byte !== QUOTE) continue
    return isTextField(bytes, at) ? at + 1 : -1
  }
  return -1
}

const TEXT_FIELD = Buffer.from('"text":')

function isTextField(bytes: Buffer, quote: number): boolean {
  const from = quote - TEXT_FIELD.length
  for (let i = 0; i < TEXT_FIELD.length; i++) if (bytes[from + i] !== TEXT_FIELD[i]) return false
  return true
}
