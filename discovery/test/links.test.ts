import type { NetworkInterfaceInfo } from 'node:os'
import t from 'tap'
import { chooseLinks } from '../links.ts'

const info = (address: string, internal = false): NetworkInterfaceInfo =>
  ({
    address,
    internal,
    family: address.includes(':') ? 'IPv6' : 'IPv4',
    cidr: `${address}/24`,
  }) as NetworkInterfaceInfo

const chosen = (listensOn: string, interfaces = ALL) =>
  chooseLinks(interfaces, listensOn).map(({ address, reachable }) => ({ address, reachable }))

const LOOPBACK = [info('127.0.0.1', true), info('::1', true)]
const LAN = [info('fe80::1'), info('10.0.0.5'), info('10.0.0.6'), info('2001:db8::1')]
const WLAN = [info('192.168.1.7')]
const ALL = [LOOPBACK, LAN, WLAN]

t.test('a server that listens everywhere is on every network but the one inside', async (t) => {
  for (const everywhere of ['0.0.0.0', '::']) {
    t.strictSame(chosen(everywhere), [
      { address: '10.0.0.5', reachable: ['10.0.0.5'] },
      { address: '192.168.1.7', reachable: ['192.168.1.7'] },
    ])
  }
})

t.test('where there is no other network, the one inside it is', async (t) => {
  const inside = [{ address: '127.0.0.1', reachable: ['127.0.0.1'] }]
  t.strictSame(chosen('0.0.0.0', [LOOPBACK]), inside)
  t.strictSame(chosen('127.0.0.1'), inside, 'it listens on nothing else')
  t.strictSame(chosen('127.0.0.9')[0]?.reachable, ['127.0.0.9'])
})

t.test('a server that listens on one address is on its network alone', async (t) => {
  t.strictSame(chosen('10.0.0.6'), [{ address: '10.0.0.5', reachable: ['10.0.0.6'] }])
  t.strictSame(chosen('2001:DB8::1'), [{ address: '10.0.0.5', reachable: ['2001:db8::1'] }])
  t.strictSame(chosen('10.0.0.99'), [], 'the address has gone')
})

t.test('all subnets of a network are its own', async (t) => {
  t.strictSame(chooseLinks(ALL, '10.0.0.5')[0]?.subnets, ['10.0.0.5/24', '10.0.0.6/24'])
})

t.test('a network without IPv4 has no mDNS of ours', async (t) => {
  t.strictSame(chooseLinks([[info('2001:db8::1')]], '::'), [])
})
