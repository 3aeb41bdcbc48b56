import type { RequestListener } from 'node:http'
import { encodeFrame, encodeMsg, encodeSent } from '../../../protocol/encode.ts'
import { MAX_FRAME_BYTES } from '../../../protocol/limits.ts'
import type { Transport } from '../../wire/transport.ts'
import { type Door, type Guest, openDoor } from './doors.ts'

/** What goes wrong, by the number of the message in its conversation. */
export interface Mischief {
  /** Acknowledged, and thrown away: the next message gets the number too. */
  lose?(seq: number): boolean
  /** Acknowledged and pushed, and gone from history. */
  forget?(seq: number): boolean
  /** The number is given to nobody. */
  skipNumber?(seq: number): boolean
  pushTwice?(seq: number): boolean
  /** Stored under two numbers. */
  storeTwice?(seq: number): boolean
  /** Pushed only after the one behind it. */
  pushLate?(seq: number): boolean
  /** Stored, not pushed. */
  dropPush?(seq: number): boolean
  /** What is sent again with the same cid is stored again. */
  forgetCids?: boolean
  /** A letter of the text is another one. */
  corrupt?(seq: number): boolean
  /** Refused to the sender, stored all the same. */
  refuseButStore?(seq: number): boolean
  refuse?(): boolean
  /** No answer and no message. */
  swallow?(seq: number): boolean
  /** An answer takes so long. */
  acknowledgeAfterMs?: number
  /** A push takes so long. */
  pushAfterMs?: number
  refuseTokens?: boolean
  refuseRegistration?: boolean
  /** JSON with spaces, another order and escapes. */
  spellDifferently?: boolean
}

interface Stored {
  seq: number
  from: string
  cid: string
  at: number
  text: string
}

interface Room {
  members: Set<string>
  messages: Stored[]
  head: number
  late: (() => void) | undefined
}

interface Session {
  guest: Guest
  user: string | undefined
  out: string
}

/**
 * As much of a chat server as the load tester needs, in memory, with faults to order. It promises nothing that a real one does: it is
 * here to break promises one at a time and see whether that is found out.
 */
export class PretendServer {
  mischief: Mischief
  /** What it was sent, by type. */
  readonly heard = new Map<string, number>()
  readonly #sessions = new Set<Session>()
  readonly #rooms = new Map<string, Room>()
  readonly #byCid = new Map<string, Stored>()
  #door: Door | undefined
  #isHeld = false

  private constructor(mischief: Mischief) {
    this.mischief = mischief
  }

  /** @param web answers HTTP where the transport is a WebSocket */
  static async start(
    mischief: Mischief = {},
    transport: Transport = 'tcp',
    web?: RequestListener,
  ): Promise<PretendServer> {
    const server = new PretendServer(mischief)
    server.#door = await openDoor(transport, (guest) => server.#accept(guest), web)
    return server
  }

  get port(): number {
    return this.#door?.port ?? 0
  }

  async stop(): Promise<void> {
    this.cutAllOff()
    this.#door?.stop()
  }

  cutAllOff(): void {
    for (const { guest } of this.#sessions) guest.destroy()
  }

  /** Nothing leaves the server for so long, as when it hangs. */
  stall(ms: number): void {
    this.#isHeld = true
    setTimeout(() => {
      this.#isHeld = false
      for (const session of this.#sessions) this.#flush(session)
    }, ms)
  }

  #accept(guest: Guest) {
    const session: Session = { guest, user: undefined, out: '' }
    this.#sessions.add(session)
    return {
      frame: (text: string) => {
        // What asks for a web page here is no client.
        if (text.startsWith('{')) this.#hear(session, JSON.parse(text))
        else guest.destroy()
      },
      gone: () => void this.#sessions.delete(session),
    }
  }

  #hear(session: Session, frame: Record<string, string> & { id?: unknown; after?: unknown }): void {
    const type = frame['type'] ?? ''
    this.heard.set(type, (this.heard.get(type) ?? 0) + 1)
    const ok = (fields: object) => {
      if (frame.id === undefined) return
      this.#say(session, encodeFrame({ type: 'ok', id: frame.id, ...fields }))
    }
    const refuse = (code: string) =>
      this.#say(session, encodeFrame({ type: 'error', id: frame.id, code, message: 'No.' }))
    switch (type) {
      case 'hello':
        ok({ server: 'pretend', protocol: 1, maxFrameBytes: MAX_FRAME_BYTES, registration: 'open' })
        break
      case 'register':
        if (this.mischief.refuseRegistration) refuse('forbidden')
        else ok({})
        break
      case 'login':
        if (this.mischief.refuseTokens) return refuse('bad_token')
        session.user = frame['user'] ?? frame['token']
        ok({ token: session.user, chats: this.#chatsOf(session.user ?? '') })
        break
      case 'room.create':
      case 'room.join': {
        const room = this.#room(frame['room'] ?? '')
        room.members.add(session.user ?? '')
        ok({ room: frame['room'], members: [], head: room.head })
        break
      }
      case 'send':
        this.#send(session, frame)
        break
      case 'history':
        ok(this.#history(session, frame))
        break
      default:
        ok({})
    }
  }

  #send(session: Session, frame: Record<string, string> & { id?: unknown }): void {
    const from = session.user ?? ''
    const chat = frame['chat'] ?? ''
    const room = this.#room(chat, from)
    const { mischief } = this
    const refuse = () =>
      this.#say(
        session,
        encodeFrame({ type: 'error', id: frame.id, code: 'busy', message: '', retryAfterMs: 50 }),
      )
    if (mischief.refuse?.()) return refuse()
    const known = this.#byCid.get(`${from} ${frame['cid']}`)
    if (known !== undefined && !mischief.forgetCids) {
      const { seq, at } = known
      return this.#say(session, encodeSent(frame.id as number, JSON.stringify(chat), seq, at, true))
    }
    const seq = room.head + 1
    if (mischief.swallow?.(seq)) return
    if (mischief.skipNumber?.(seq)) room.head++
    const stored = this.#store(room, from, frame)
    if (mischief.refuseButStore?.(stored.seq)) refuse()
    else {
      const line = encodeSent(
        frame.id as number,
        JSON.stringify(chat),
        stored.seq,
        stored.at,
        false,
      )
      this.#say(session, line, mischief.acknowledgeAfterMs)
    }
    if (mischief.lose?.(stored.seq)) {
      room.messages.pop()
      room.head--
      return
    }
    this.#push(session, room, chat, stored)
    if (mischief.storeTwice?.(stored.seq)) {
      this.#push(session, room, chat, this.#store(room, from, frame))
    }
    if (mischief.forget?.(stored.seq)) room.messages = room.messages.filter((one) => one !== stored)
  }

  #store(room: Room, from: string, frame: Record<string, string>): Stored {
    const { cid = '', text = '' } = frame
    const stored = { seq: ++room.head, from, cid, at: Date.now(), text }
    room.messages.push(stored)
    this.#byCid.set(`${from} ${cid}`, stored)
    return stored
  }

  #push(sender: Session, room: Room, chat: string, stored: Stored): void {
    const { mischief } = this
    const push = () => {
      for (const session of this.#sessions) {
        if (session === sender || !room.members.has(session.user ?? '')) continue
        const seenAs = chat.startsWith('#') ? chat : stored.from
        const line = this.#spell(seenAs, stored)
        this.#say(session, line, mischief.pushAfterMs)
        if (mischief.pushTwice?.(stored.seq)) this.#say(session, line)
      }
    }
    const late = room.late
    room.late = undefined
    if (mischief.pushLate?.(stored.seq)) room.late = push
    else if (!mischief.dropPush?.(stored.seq)) push()
    late?.()
  }

  #spell(chat: string, { seq, from, cid, at, text }: Stored): string {
    const { mischief } = this
    const said = mischief.corrupt?.(seq) ? `${text.slice(0, -1)}#` : text
    if (!mischief.spellDifferently) {
      return encodeMsg(JSON.stringify(chat), seq, JSON.stringify(from), cid, at, said)
    }
    const escaped = JSON.stringify(said).replace(/[^ -~]/g, (letter) => {
      return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
    })
    return `{ "text": ${escaped}, "at": ${at}, "new": true, "cid": "${cid}", "from": "${from}", "seq": ${seq}, "chat": "${chat}", "type": "msg" }\r\n\n`
  }

  #history(session: Session, frame: Record<string, string> & { after?: unknown }): object {
    const chat = frame['chat'] ?? ''
    const { messages } = this.#room(chat, session.user ?? '')
    const later = messages.filter(({ seq }) => seq > Number(frame.after ?? 0))
    const page = later.slice(0, 50).map((message) => ({ chat, ...message }))
    return { chat, messages: page, more: later.length > page.length }
  }

  #chatsOf(user: string): object[] {
    const mine = [...this.#rooms].filter(([, { members }]) => members.has(user))
    return mine.map(([name, { head, members }]) => {
      const chat = name.startsWith('#') ? name : [...members].find((member) => member !== user)
      return { chat, head, received: 0, read: 0 }
    })
  }

  #room(chat: string, from = ''): Room {
    const name = chat.startsWith('#') ? chat : [chat, from].sort().join(' ')
    const known = this.#rooms.get(name)
    if (known !== undefined) return known
    const members = new Set(chat.startsWith('#') ? [] : [chat, from])
    const room: Room = { members, messages: [], head: 0, late: undefined }
    this.#rooms.set(name, room)
    return room
  }

  #say(session: Session, line: string, afterMs = 0): void {
    if (afterMs > 0) {
      setTimeout(() => this.#say(session, line), afterMs)
      return
    }
    if (session.out === '') setImmediate(() => this.#flush(session))
    session.out += line
  }

  #flush(session: Session): void {
    if (this.#isHeld || session.out === '') return
    for (const frame of session.out.trimEnd().split('\n')) session.guest.send(frame)
    session.out = ''
  }
}
