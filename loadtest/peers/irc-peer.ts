import { LineCutter } from '../wire/line-cutter.ts'
import type { Peer, PeerClient, PeerListener, Seat } from './peer.ts'
import { readDigits } from './read-digits.ts'

const COLON = 0x3a
const SPACE = 0x20
const CARRIAGE_RETURN = 0x0d
const LETTER_P = 0x50

const WELCOME = 1
const END_OF_NAMES = 366
const FIRST_ERROR = 400
/** "There is no message of the day": numbered like an error, and none. */
const NO_MOTD = 422

/** An IRC server: `PRIVMSG` to a nick or to a channel. It does not tell a sender anything. */
export const ircPeer: Peer = {
  acknowledges: false,
  client: (seat, listener) => new IrcClient(seat, listener),
}

class IrcClient implements PeerClient {
  readonly hello: string
  readonly #listener: PeerListener
  readonly #lines = new LineCutter((bytes, start, end) => this.#line(bytes, start, end))
  readonly #sendStart: string
  readonly #channel: string | undefined
  #replies = ''

  constructor({ user, to, kind }: Seat, listener: PeerListener) {
    this.#listener = listener
    this.#channel = kind === 'room' ? `#${to}` : undefined
    this.hello = `NICK ${user}\r\nUSER bench 0 * :bench\r\n`
    this.#sendStart = `PRIVMSG ${this.#channel ?? to} :`
  }

  encodeSend(_slot: number, _cid: string, text: string): string {
    return `${this.#sendStart}${text}\r\n`
  }

  feed(bytes: Buffer, length: number): void {
    this.#lines.feed(bytes, length)
  }

  takeReplies(): string {
    const replies = this.#replies
    this.#replies = ''
    return replies
  }

  /** `:who command arguments`, or a command alone. */
  #line(bytes: Buffer, start: number, lineEnd: number): void {
    const end = bytes[lineEnd - 1] === CARRIAGE_RETURN ? lineEnd - 1 : lineEnd
    if (bytes[start] !== COLON) return this.#command(bytes.toString('latin1', start, end))
    const command = bytes.indexOf(SPACE, start) + 1
    if (command === 0 || command >= end) return
    if (bytes[command] === LETTER_P && isPrivmsg(bytes, command, end)) {
      // Neither a nick nor a channel has a colon in it.
      const text = bytes.indexOf(COLON, command) + 1
      if (text > 0 && text <= end) this.#listener.delivered(bytes, text, end)
      return
    }
    const numeric = readDigits(bytes, command, end)
    if (numeric !== -1) this.#numeric(numeric, bytes, command, end)
  }

  #numeric(numeric: number, bytes: Buffer, start: number, end: number): void {
    if (numeric === WELCOME && this.#channel !== undefined) {
      this.#replies += `JOIN ${this.#channel}\r\n`
    } else if (numeric === WELCOME || numeric === END_OF_NAMES) {
      this.#listener.ready()
    } else if (numeric >= FIRST_ERROR && numeric !== NO_MOTD) {
      this.#listener.refused(bytes.toString('latin1', start, end))
    }
  }

  #command(line: string): void {
    if (line.startsWith('PING')) this.#replies += `PONG${line.slice('PING'.length)}\r\n`
    else if (line.startsWith('ERROR')) this.#listener.refused(line)
  }
}

const PRIVMSG = Buffer.from('PRIVMSG ')

function isPrivmsg(bytes: Buffer, start: number, end: number): boolean {
  if (start + PRIVMSG.length > end) return false
  for (let i = 1; i < PRIVMSG.length; i++) if (bytes[start + i] !== PRIVMSG[i]) return false
  return true
}
