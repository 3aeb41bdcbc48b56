import t from 'tap'
import { machineNames } from '../machine-names.ts'

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
