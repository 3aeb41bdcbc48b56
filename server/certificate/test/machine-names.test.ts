import t from 'tap'
import { lanAddresses, machineNames } from '../machine-names.ts'

const eth0 = (...addresses: string[]) =>
  ({ eth0: addresses.map((address) => ({ address })) }) as unknown as Parameters<
    typeof machineNames
  >[1]

t.test('a machine has its name, the short one, the one of mDNS, and loopback', async (t) => {
  t.same(machineNames('Desk', {}), {
    names: ['localhost', 'desk', 'desk.local'],
    addresses: ['127.0.0.1', '::1'],
  })
  t.same(machineNames('desk.office.lan', {}).names, [
    'localhost',
    'desk.office.lan',
    'desk',
    'desk.local',
  ])
  t.same(machineNames('desk.local', {}).names, ['localhost', 'desk.local', 'desk'])
  t.same(machineNames('茶馆', {}).names, ['localhost'])
})

t.test('and its addresses, but for those that mean another machine on every link', async (t) => {
  const { addresses } = machineNames('desk', eth0('192.168.1.7', 'fe80::1', 'fd00::7', '127.0.0.1'))
  t.same(addresses, ['127.0.0.1', '::1', '192.168.1.7', 'fd00::7'])
})

t.test('people are told the addresses that they can type on another machine', async (t) => {
  const shared = { netmask: '', mac: '', cidr: null }
  const at = (address: string, internal: boolean) => ({
    ...{ address, internal, ...shared },
    family: 'IPv4' as const,
  })
  const six = {
    ...shared,
    address: 'fd00::7',
    internal: false,
    family: 'IPv6' as const,
    scopeid: 0,
  }
  t.same(lanAddresses({ lo: [at('127.0.0.1', true)], eth0: [at('192.168.1.7', false), six] }), [
    '192.168.1.7',
  ])
  t.same(lanAddresses({}), [])
})
