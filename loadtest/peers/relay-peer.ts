import { LineCutter } from '../wire/line-cutter.ts'
import type { Peer, PeerClient, PeerListener, Seat } from './peer.ts'

/** The bare relay: the first line names a group, every other line goes to the others of that group as it is. */
export const relayPeer: Peer = {
  acknowledges: false,
  client: (seat, listener) => new RelayClient(seat, listener),
}

class RelayClient implements PeerClient {
  readonly hello: string
  readonly #listener: PeerListener
  readonly #lines = new LineCutter((bytes, start, end) => this.#line(bytes, start, end))
  #isReady = false

  constructor({ user, to, kind }: Seat, listener: PeerListener) {
    this.#listener = listener
    // A pair has one name, whoever of the two says it.
    this.hello = `${kind === 'room' ? to : [user, to].sort().join('+')}\n`
  }

  encodeSend(_slot: number, _cid: string, text: string): string {
    return `${text}\n`
  }

  feed(bytes: Buffer, length: number): void {
    this.#lines.feed(bytes, length)
  }

  takeReplies(): string {
    return ''
  }

  /** The relay answers the first line with an empty one. */
  #line(bytes: Buffer, start: number, end: number): void {
    if (this.#isReady) return this.#listener.delivered(bytes, start, end)
    this.#isReady = true
    this.#listener.ready()
  }
}
