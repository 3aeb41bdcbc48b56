import { generate } from 'mqtt-packet'
import type { Peer, PeerClient, PeerListener, Seat } from './peer.ts'

const CONNACK = 2
const PUBLISH = 3
const PUBACK = 4
const SUBACK = 9
const QOS_BITS = 0x06
const PUBLISH_QOS_1 = '\x32'
const PUBACK_START = '\x40\x02'
const SUBSCRIBE_FAILED = 0x80

/** MQTT 3.1.1 at QoS 1 both ways: the broker acknowledges to the sender, the receiver to the broker. */
export const mqttPeer: Peer = {
  acknowledges: true,
  client: (seat, listener) => new MqttClient(seat, listener),
}

/**
 * What comes once in a connection is made by mqtt-packet; a message and its PUBACK, which come a million times, are put together and
 * read by hand. A test holds the two together.
 */
class MqttClient implements PeerClient {
  readonly hello: string
  readonly #listener: PeerListener
  readonly #subscribe: string
  readonly #topic: string
  #rest: Buffer | undefined
  #replies = ''

  constructor({ user, to, kind, opensRoom }: Seat, listener: PeerListener) {
    this.#listener = listener
    const isRoom = kind === 'room'
    const topic = isRoom ? `room/${to}` : `user/${to}`
    // Who speaks in a room would get back what it says: no other system here does that.
    const inbox = isRoom && !opensRoom ? topic : `user/${user}`
    this.#topic = `${uint16(topic.length)}${topic}`
    this.hello = generate({
      cmd: 'connect',
      protocolVersion: 4,
      clientId: user,
      clean: true,
      keepalive: 0,
    }).toString('latin1')
    this.#subscribe = generate({
      cmd: 'subscribe',
      messageId: 1,
      subscriptions: [{ topic: inbox, qos: 1 }],
    }).toString('latin1')
  }

  encodeSend(slot: number, _cid: string, text: string): string {
    // 0 is no packet id.
    const length = variableLength(this.#topic.length + 2 + text.length)
    return `${PUBLISH_QOS_1}${length}${this.#topic}${uint16(slot + 1)}${text}`
  }

  feed(bytes: Buffer, length: number): void {
    if (this.#rest === undefined) return this.#read(bytes, length)
    const whole = Buffer.concat([this.#rest, bytes.subarray(0, length)])
    this.#rest = undefined
    this.#read(whole, whole.length)
  }

  takeReplies(): string {
    const replies = this.#replies
    this.#replies = ''
    return replies
  }

  #read(bytes: Buffer, length: number): void {
    let start = 0
    while (start < length) {
      let at = start + 1
      let size = 0
      let shift = 0
      let byte = 0x80
      while (byte >= 0x80 && at < length) {
        byte = bytes[at++] as number
        size |= (byte & 0x7f) << shift
        shift += 7
      }
      if (byte >= 0x80 || at + size > length) {
        this.#rest = Buffer.from(bytes.subarray(start, length))
        return
      }
      this.#packet(bytes[start] as number, bytes, at, at + size)
      start = at + size
    }
  }

  #packet(header: number, bytes: Buffer, start: number, end: number): void {
    switch (header >> 4) {
      case PUBLISH:
        return this.#published(header, bytes, start, end)
      case PUBACK:
        return this.#listener.acknowledged(bytes.readUInt16BE(start) - 1)
      case CONNACK:
        if (bytes[start + 1] === 0) this.#replies += this.#subscribe
        else this.#listener.refused(`CONNACK ${bytes[start + 1]}`)
        return
      case SUBACK:
        if (bytes[end - 1] === SUBSCRIBE_FAILED) this.#listener.refused('SUBACK 128')
        else this.#listener.ready()
        return
      default:
        this.#listener.refused(`a packet of type ${header >> 4}`)
    }
  }

  #published(header: number, bytes: Buffer, start: number, end: number): void {
    let at = start + 2 + (((bytes[start] as number) << 8) | (bytes[start + 1] as number))
    if ((header & QOS_BITS) !== 0) {
      this.#replies +=
        PUBACK_START + String.fromCharCode(bytes[at] as number, bytes[at + 1] as number)
      at += 2
    }
    this.#listener.delivered(bytes, at, end)
  }
}

const uint16 = (value: number): string => String.fromCharCode(value >> 8, value & 0xff)

function variableLength(value: number): string {
  return value < 0x80
    ? String.fromCharCode(value)
    : String.fromCharCode((value & 0x7f) | 0x80) + variableLength(value >> 7)
}
