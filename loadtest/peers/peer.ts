/**
 * What the bench knows of a system: how its clients log in, say something, and understand what they hear. One engine drives every system through these few
 * methods, so that all meet the same load.
 *
 * Bytes that go out are strings of one character per byte ("latin1"), which join cheaply into one write.
 */
export interface Peer {
  /** Whether the server tells a sender that it has taken a message. Where it does not, a message is answered by its delivery. */
  readonly acknowledges: boolean
  client(seat: Seat, listener: PeerListener): PeerClient
}

/** A user and where its messages go. */
export interface Seat {
  readonly user: string
  /** What it logs in with, where the system asks for something. */
  readonly token: string
  readonly kind: 'pair' | 'room'
  /** The other user of the pair, or the room's name, without the sign that a system puts before it. */
  readonly to: string
  /** The first of a room opens it; the others come when it is open. */
  readonly opensRoom: boolean
}

/** One user's end of a connection: bytes in, bytes out, no socket. */
export interface PeerClient {
  /** The first bytes, as soon as the connection stands. */
  readonly hello: string
  /** `slot` comes back with the acknowledgement; `cid` is never used twice by a user; `text` is plain ASCII without quotes. */
  encodeSend(slot: number, cid: string, text: string): string
  /** `bytes[0, length)` as the socket gave them; they are only good until the call returns. */
  feed(bytes: Buffer, length: number): void
  /** What is to be answered to all that was fed since the last call; often empty. */
  takeReplies(): string
}

export interface PeerListener {
  /** Logged in, in its room, and able to hear and to be heard. Once. */
  ready(): void
  /** The server has taken the message of this slot. */
  acknowledged(slot: number): void
  /** A message whose text is `bytes[start, end)`, good until the call returns. */
  delivered(bytes: Buffer, start: number, end: number): void
  /** The server said no, or what nobody expects, in the words of the system; `slot` where it is a message that it did not take. */
  refused(what: string, slot?: number): void
}
