import t from 'tap'
import { Sieve } from '../sieve.ts'
import { announcement, query, response, TEAHOUSE, TYPES } from './support/packets.ts'

const NOW_MS = 5_000

const passes = (packet: Buffer, own?: string): boolean =>
  new Sieve({ packetsPerSecond: 10, ...(own === undefined ? {} : { own }) }).passes(packet, NOW_MS)

t.test('what can concern us passes, and nothing else', async (t) => {
  t.ok(passes(query([TEAHOUSE])))
  t.ok(passes(query([['_Teahouse', '_TCP', 'local']])), 'names differ in more than case')
  t.ok(passes(query([['_services', '_dns-sd', '_udp', 'local']])), 'which kinds are there?')
  t.ok(passes(announcement('Tea')))
  t.notOk(passes(query([['_ipp', '_tcp', 'local']])), 'a printer')
})

t.test(
  'a packet of any length is either taken or dropped, never read beyond its end',
  async (t) => {
    const whole = announcement('Tea')
    for (let length = 0; length < whole.length; length += 1) passes(whole.subarray(0, length))
    t.notOk(passes(whole.subarray(0, 11)))
    t.notOk(passes(Buffer.concat([whole, Buffer.alloc(9_000)])))
  },
)

t.test('a packet with many questions or records is dropped', async (t) => {
  t.notOk(passes(query(Array.from({ length: 21 }, () => TEAHOUSE))))
  const record = { name: TEAHOUSE, type: TYPES.PTR, data: Buffer.of(0) }
  t.notOk(passes(response(Array.from({ length: 61 }, () => record))))
})

t.test('our own answers are dropped, a question for our host is not', async (t) => {
  t.notOk(passes(announcement('Tea', { host: 'teahouse-1' }), 'teahouse-1'))
  t.ok(passes(announcement('Tea', { host: 'teahouse-2' }), 'teahouse-1'))
  t.ok(passes(query([['teahouse-1', 'local']], TYPES.A), 'teahouse-1'))
})

t.test('so many a second, and again as many in the next', async (t) => {
  const sieve = new Sieve({ packetsPerSecond: 10 })
  const count = (nowMs: number): number =>
    Array.from({ length: 100 }, () => sieve.passes(query([TEAHOUSE]), nowMs)).filter(Boolean).length
  t.equal(count(NOW_MS), 10)
  t.equal(count(NOW_MS + 500), 5)
  t.equal(count(NOW_MS + 10_500), 10)
})
