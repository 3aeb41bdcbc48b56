import { generate, type Packet, parser } from 'mqtt-packet'
import t from 'tap'
import { mqttPeer } from '../mqtt-peer.ts'
import type { Seat } from '../peer.ts'
import { cuttings, feedAs, PretendListener } from './pretend-listener.ts'

const PAIR: Seat = { user: 'li', token: '', kind: 'pair', to: 'han', opensRoom: false }

/** What a broker would read. */
function packets(bytes: string): Packet[] {
  const read: Packet[] = []
  const broker = parser({ protocolVersion: 4 })
  broker.on('packet', (packet: Packet) => read.push(packet))
  broker.on('error', (error: Error) => t.error(error))
  broker.parse(Buffer.from(bytes, 'latin1'))
  return read
}

const publish = (messageId: number, payload: string, qos: 0 | 1 = 1) =>
  generate({ cmd: 'publish', topic: 'user/li', payload, qos, messageId, dup: false, retain: false })

t.test('what it says is MQTT', async (t) => {
  const client = mqttPeer.client(PAIR, new PretendListener())
  t.match(packets(client.hello), [
    { cmd: 'connect', protocolVersion: 4, clientId: 'li', clean: true, keepalive: 0 },
  ])
  for (const length of [1, 64, 127, 128, 5_000, 20_000]) {
    const text = 'x'.repeat(length)
    const [first, last] = packets(
      client.encodeSend(0, 'c', text) + client.encodeSend(1_023, 'c', text),
    )
    t.match(first, { cmd: 'publish', topic: 'user/han', qos: 1, messageId: 1, dup: false })
    t.equal((first as { payload: Buffer }).payload.toString(), text)
    t.match(last, { cmd: 'publish', messageId: 1_024 })
  }
})

t.test('everything a broker says is understood, however it is cut', async (t) => {
  const said = Buffer.concat([
    generate({ cmd: 'connack', returnCode: 0, sessionPresent: false }),
    generate({ cmd: 'suback', messageId: 1, granted: [1] }),
    generate({ cmd: 'puback', messageId: 6 }),
    publish(300, 'the kettle is on'),
    publish(7, 'x'.repeat(200)),
    publish(0, 'nobody need acknowledge this', 0),
    generate({ cmd: 'puback', messageId: 1_024 }),
  ])
  for (const [name, pieces] of cuttings(said)) {
    const listener = new PretendListener()
    const client = mqttPeer.client(PAIR, listener)
    feedAs(client, pieces)
    t.strictSame(
      listener.heard,
      [
        'ready',
        'acknowledged 5',
        'delivered the kettle is on',
        `delivered ${'x'.repeat(200)}`,
        'delivered nobody need acknowledge this',
        'acknowledged 1023',
      ],
      name,
    )
    t.match(packets(client.takeReplies()), [
      { cmd: 'subscribe', subscriptions: [{ topic: 'user/li', qos: 1 }] },
      { cmd: 'puback', messageId: 300 },
      { cmd: 'puback', messageId: 7 },
    ])
    t.equal(client.takeReplies(), '', 'said once')
  }
})

t.test('a broker that says no is heard', async (t) => {
  for (const [packet, words] of [
    [generate({ cmd: 'connack', returnCode: 5, sessionPresent: false }), 'refused CONNACK 5'],
    [generate({ cmd: 'suback', messageId: 1, granted: [128] }), 'refused SUBACK 128'],
    [generate({ cmd: 'pingresp' }), 'refused a packet of type 13'],
  ] as const) {
    const listener = new PretendListener()
    feedAs(mqttPeer.client(PAIR, listener), [packet])
    t.strictSame(listener.heard, [words])
  }
})

t.test('in a room the first speaks and the others subscribe', async (t) => {
  const accepted = generate({ cmd: 'connack', returnCode: 0, sessionPresent: false })
  for (const [opensRoom, topic] of [
    [true, 'user/li'],
    [false, 'room/lunch'],
  ] as const) {
    const seat: Seat = { ...PAIR, kind: 'room', to: 'lunch', opensRoom }
    const client = mqttPeer.client(seat, new PretendListener())
    feedAs(client, [accepted])
    t.match(packets(client.takeReplies()), [{ cmd: 'subscribe', subscriptions: [{ topic }] }])
    t.match(packets(client.encodeSend(0, 'c', 'hi')), [{ cmd: 'publish', topic: 'room/lunch' }])
  }
})
