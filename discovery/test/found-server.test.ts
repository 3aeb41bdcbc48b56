import t from 'tap'
import type { Service } from '../bonjour.ts'
import { addressOf, foundServer } from '../found-server.ts'

const heard = (fields: object): Partial<Service> => ({
  name: 'Tea',
  port: 7700,
  addresses: ['10.0.0.5'],
  referer: { address: '10.0.0.5', family: 'IPv4', port: 5353, size: 0 },
  txt: {},
  ...fields,
})

t.test('what a server says of itself', async (t) => {
  const txt = { version: '1.2.0-rc.1', protocol: '1', tls: 'required', fingerprint: 'SHA256:ab+/=' }
  t.strictSame(foundServer(heard({ txt })), {
    name: 'Tea',
    addresses: ['10.0.0.5'],
    port: 7700,
    version: '1.2.0-rc.1',
    protocol: 1,
    tls: 'required',
    fingerprint: 'SHA256:ab+/=',
  })
})

t.test('what cannot be true is left out', async (t) => {
  const hostile = [
    { version: '1.0\u001b[2J', protocol: '-1', tls: 'perhaps', fingerprint: 'x y' },
    { version: 'v'.repeat(33), protocol: '1e9', tls: 'OFF', fingerprint: 'a'.repeat(129) },
    { version: undefined, protocol: 7, tls: {}, fingerprint: ['x'] },
    JSON.parse('{"__proto__": {"tls": "off"}, "constructor": "x"}'),
    undefined,
    'text',
  ]
  for (const txt of hostile) {
    t.strictSame(foundServer(heard({ txt })), { name: 'Tea', addresses: ['10.0.0.5'], port: 7700 })
  }
})

t.test('a name is one clean line', async (t) => {
  const nameOf = (name: unknown): string | undefined => foundServer(heard({ name }))?.name
  t.equal(nameOf('茶馆 (2)'), '茶馆 (2)')
  t.equal(nameOf('a\u001b[31mb\r\nc'), 'a·[31mb␊c')
  t.equal(nameOf('\u202emoc.live'), '·moc.live')
  t.equal(nameOf('  '), '?')
  t.equal(nameOf(undefined), '?')
  t.ok((nameOf('茶'.repeat(500)) ?? '').length <= 63)
})

t.test('an address that nobody can connect to is none', async (t) => {
  const addressesOf = (...addresses: unknown[]) =>
    foundServer(heard({ addresses, referer: undefined }))?.addresses
  for (const bad of [
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    'fe80::1',
    'ff02::fb',
    '::',
    'tea',
    7,
  ]) {
    t.equal(addressesOf(bad), undefined, String(bad))
  }
  t.strictSame(addressesOf('tea', '10.0.0.7', '10.0.0.7', '2001:db8::1'), [
    '10.0.0.7',
    '2001:db8::1',
  ])
  t.equal(addressesOf(...Array.from({ length: 300 }, (_, index) => `10.0.1.${index}`))?.length, 4)
})

t.test(
  'the address that it spoke from comes first, and is taken where none is named',
  async (t) => {
    t.strictSame(foundServer(heard({ addresses: ['10.9.9.9', '10.0.0.5'] }))?.addresses, [
      '10.0.0.5',
      '10.9.9.9',
    ])
    t.strictSame(foundServer(heard({ addresses: undefined }))?.addresses, ['10.0.0.5'])
  },
)

t.test('a port is one, and an address can be typed', async (t) => {
  for (const port of [0, -1, 65_536, undefined, Number.NaN, '7700x']) {
    t.equal(foundServer(heard({ port })), undefined, String(port))
  }
  t.equal(addressOf({ name: '', addresses: ['10.0.0.5'], port: 1 }), '10.0.0.5:1')
  t.equal(addressOf({ name: '', addresses: ['2001:db8::1'], port: 1 }), '[2001:db8::1]:1')
})
