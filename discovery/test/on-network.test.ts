import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { addNetwork, inOwnNetwork, ip } from '../../test/support/own-network.ts'
import { Announcer } from '../announcer.ts'
import { type AnnouncerNews, Announcing } from '../announcing.ts'
import { browse } from '../browse.ts'
import { addressOf, type FoundServer } from '../found-server.ts'
import type { Announcement } from '../service.ts'
import { announcement, query, response, TEAHOUSE, TYPES } from './support/packets.ts'

const BROWSE_MS = 400
const LOOK_EVERY_MS = 50
const FACTS = { version: '1.2.3', protocol: 1, tls: 'off' } as const
const TEA: Announcement = { name: 'Tea', port: 7700, listensOn: '0.0.0.0', facts: FACTS }

/** Announces in this thread, and waits for what it tells. */
class Teller {
  readonly announcing: Announcing
  readonly news: AnnouncerNews[] = []
  #heard = (): void => {}

  constructor(wanted: Announcement) {
    this.announcing = new Announcing(wanted, (news) => this.#take(news), LOOK_EVERY_MS)
    void this.announcing.run()
  }

  async announced(isWanted: (news: AnnouncerNews & { kind: 'announced' }) => boolean) {
    for (;;) {
      const found = this.news.find((news) => news.kind === 'announced' && isWanted(news))
      if (found) return found
      await new Promise<void>((resolve) => {
        this.#heard = resolve
      })
    }
  }

  #take(news: AnnouncerNews): void {
    this.news.push(news)
    this.#heard()
  }
}

const found = async (ms = BROWSE_MS): Promise<string[]> =>
  (await browse(ms)).servers.map((server) => `${server.name} ${addressOf(server)}`)

/** Looks around until it is as wanted: a busy machine answers late. The test's own time ends it. */
async function finds(t: Test, wanted: readonly string[]): Promise<void> {
  let last = ''
  while (last !== wanted.join()) last = (await found()).join()
  t.pass(`found ${last}`)
}

/** To everybody on the network, as somebody else would. */
async function shout(packets: readonly Buffer[]): Promise<void> {
  const socket = createSocket('udp4').bind(0)
  await once(socket, 'listening')
  socket.setMulticastInterface('127.0.0.1')
  for (const packet of packets) {
    await new Promise((resolve) => socket.send(packet, 5353, '224.0.0.251', resolve))
    // Else all are sent before one is read, and the system drops most of them.
    await setImmediate()
  }
  socket.close()
}

/** What could drive a terminal, or turn a line around. */
const UNFIT = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

/** Noise, packets that end too early, lies of every kind, loops of names, and more servers than there can be. */
function hostilePackets(): Buffer[] {
  const name = [Buffer.from('Evil\u001b[2J\u202e\u009b31m'), ...TEAHOUSE]
  const whole = announcement('Tea x', {
    txt: ['version=\u001b[2J', 'tls=\u202eoff', '=', '\u0000'],
  })
  const points = Buffer.from([0xc0, 0x0c])
  return [
    ...Array.from({ length: 20 }, (_, index) => randomBytes(index * 40)),
    ...Array.from({ length: whole.length }, (_, length) => whole.subarray(0, length)),
    whole,
    announcement(name[0] as Buffer, { port: 0 }),
    announcement(name[0] as Buffer, {
      port: 1,
      txt: [Buffer.alloc(255, 'x'), Buffer.alloc(255, 0xff)],
    }),
    announcement('No address', { address: Buffer.alloc(4) }),
    announcement('__proto__', { txt: ['__proto__=x', 'constructor=y', 'version', 'protocol=1=2'] }),
    response([{ name: TEAHOUSE, type: TYPES.PTR, data: points }]),
    response([{ name: TEAHOUSE, type: TYPES.SRV, data: Buffer.alloc(0) }]),
    response([{ name, type: TYPES.TXT, data: Buffer.from([255, 1]) }]),
    query([name, TEAHOUSE], 255),
    ...Array.from({ length: 1_000 }, (_, index) => announcement(`Fake ${index}`, { port: 7_700 })),
  ]
}

await inOwnNetwork(t, import.meta.url, () => {
  t.test('nothing is there until somebody announces it, and nothing after a goodbye', async (t) => {
    t.strictSame(await found(), [])
    let announcer: Announcer | undefined
    const announced = await new Promise((resolve) => {
      const troubled = (message: string): unknown => t.fail(message)
      announcer = new Announcer(TEA, { announced: resolve, troubled })
    })
    t.equal(announced, 'Tea')
    let servers: readonly FoundServer[] = []
    while (servers.length === 0) ({ servers } = await browse(BROWSE_MS))
    t.strictSame(servers, [{ name: 'Tea', addresses: ['127.0.0.1'], port: 7700, ...FACTS }])
    await announcer?.stop()
    t.strictSame(await found(), [])
    t.notMatch(readFileSync('/proc/net/udp', 'utf8'), /:14E9 /, 'the port of mDNS is free')
  })

  t.test('who listens while the server stops hears the goodbye', async (t) => {
    const teller = new Teller(TEA)
    await teller.announced(() => true)
    const listening = found(2_000)
    await found(100)
    await teller.announcing.stop()
    t.strictSame(await listening, [])
  })

  t.test('of two servers with one name, whoever comes later gets a number', async (t) => {
    const first = new Teller(TEA)
    await first.announced(({ name }) => name === 'Tea')
    const second = new Teller({ ...TEA, name: 'tea', port: 7800 })
    await second.announced(({ name }) => name === 'tea (2)')
    await finds(t, ['Tea 127.0.0.1:7700', 'tea (2) 127.0.0.1:7800'])
    await first.announcing.stop()
    await second.announcing.stop()
  })

  t.test(
    'of two that announce one name in the same moment, the greater host keeps it',
    async (t) => {
      const teller = new Teller(TEA)
      await teller.announced(({ name }) => name === 'Tea')
      await shout([announcement('tEA', { host: 'a', port: 7800 })])
      await finds(t, ['Tea 127.0.0.1:7700'])
      await shout([announcement('tEA', { host: 'z', port: 7800 })])
      await teller.announced(({ name }) => name === 'Tea (2)')
      await teller.announcing.stop()
      t.equal(teller.news.length, 2)
    },
  )

  t.test('it is announced again on the networks that come', async (t) => {
    const teller = new Teller(TEA)
    await teller.announced(({ addresses }) => addresses.includes('127.0.0.1'))
    addNetwork('tea0', '10.77.0.1')
    t.teardown(() => ip('link del tea0'))
    await teller.announced(({ addresses }) => addresses.join() === '10.77.0.1')
    await finds(t, ['Tea 10.77.0.1:7700'])
    addNetwork('tea1', '10.78.0.1')
    await teller.announced(({ addresses }) => addresses.join() === '10.77.0.1,10.78.0.1')
    let addresses: string[] = []
    while (addresses.length < 2) {
      const { servers } = await browse(BROWSE_MS)
      addresses = servers.flatMap((server) => server.addresses).sort()
    }
    t.strictSame(addresses, ['10.77.0.1', '10.78.0.1'])
    // A second way into the first network, as a laptop has: it must not take itself for another.
    addNetwork('tea2', '10.77.0.2')
    await teller.announced(({ addresses }) => addresses.join() === '10.77.0.1,10.78.0.1,10.77.0.2')
    let [line] = await found()
    while (line === undefined) [line] = await found()
    t.match(line, /^Tea 10/)
    ip('link del tea2')
    ip('link del tea1')
    await teller.announcing.stop()
    t.strictSame(await found(), [])
  })

  t.test('strangers put nothing on the screen, and nobody out of work', async (t) => {
    const teller = new Teller(TEA)
    await teller.announced(({ name }) => name === 'Tea')
    let isOver = false
    const listening = browse(3_000).finally(() => {
      isOver = true
    })
    // An answer to one who asks is heard by all.
    await finds(t, ['Tea 127.0.0.1:7700'])
    while (!isOver) await shout(hostilePackets())
    const { servers, isCut } = await listening
    t.equal(servers.length, 200)
    t.equal(isCut, true)
    t.ok(
      servers.some(({ name }) => name === 'Tea'),
      'who was there before them is seen',
    )
    t.notMatch(JSON.stringify(servers), UNFIT)
    t.strictSame(teller.news.length, 1, 'the announcement stands')
    await finds(t, ['Tea 127.0.0.1:7700'])
    await teller.announcing.stop()
  })

  t.test('without any network it waits for one', async (t) => {
    ip('link set lo down')
    const teller = new Teller(TEA)
    await t.rejects(browse(BROWSE_MS))
    ip('link set lo up')
    await teller.announced(({ addresses }) => addresses.includes('127.0.0.1'))
    await teller.announcing.stop()
  })
})
