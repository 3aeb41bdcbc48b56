/** The limit of RFC 6762, section 17. */
const MAX_PACKET_BYTES = 9_000
const HEADER_BYTES = 12
const MAX_QUESTIONS = 20
/** The library compares the records of a packet each with each; ours has five. */
const MAX_RECORDS = 60
/** Ours, or somebody who asks which kinds of service there are. A name that is asked for stands in the packet as it is. */
const CONCERNS_US = /teahouse|_services._dns-sd/is
const IS_ANSWER = 0x80

export interface SieveOptions {
  readonly packetsPerSecond: number
  /** Answers that hold this text are dropped: they are our own. */
  readonly own?: string
}

/**
 * Which packets the library gets to see. Anybody on the network can send to its port; what it does with a packet grows with the square of the records
 * in it, and it answers every question. So: only what can concern us, of a bounded size, and so many a second.
 */
export class Sieve {
  readonly #perSecond: number
  readonly #own: string | undefined
  #left: number
  #filledAt = 0

  constructor({ packetsPerSecond, own }: SieveOptions) {
    this.#perSecond = packetsPerSecond
    this.#own = own
    this.#left = packetsPerSecond
  }

  passes(packet: Buffer, nowMs: number): boolean {
    if (packet.length < HEADER_BYTES || packet.length > MAX_PACKET_BYTES) return false
    const records = packet.readUInt16BE(6) + packet.readUInt16BE(8) + packet.readUInt16BE(10)
    if (packet.readUInt16BE(4) > MAX_QUESTIONS || records > MAX_RECORDS) return false
    const text = packet.toString('latin1')
    if (!CONCERNS_US.test(text)) return false
    const isAnswer = ((packet[2] ?? 0) & IS_ANSWER) !== 0
    if (isAnswer && this.#own !== undefined && text.includes(this.#own)) return false
    return this.#takeTurn(nowMs)
  }

  #takeTurn(nowMs: number): boolean {
    const grown = ((nowMs - this.#filledAt) * this.#perSecond) / 1_000
    this.#left = Math.min(this.#perSecond, this.#left + grown)
    this.#filledAt = nowMs
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
}
