import t from 'tap'
import { HostNames, parseHost } from '../host-names.ts'

t.test('a Host header is a name and perhaps a port', async (t) => {
  t.same(parseHost('Chat.Example'), { name: 'chat.example', port: undefined })
  t.same(parseHost('chat.example.:7700'), { name: 'chat.example', port: 7700 })
  t.same(parseHost('192.168.1.7:80'), { name: '192.168.1.7', port: 80 })
  t.same(parseHost('[FE80::1]:443'), { name: 'fe80::1', port: 443 })
  for (const wrong of [
    '',
    '.',
    ':80',
    'a b',
    'a/b',
    'a@b',
    'a:b',
    'a:123456',
    'a,b',
    '茶馆',
    '[::1',
    'a#',
  ]) {
    t.equal(parseHost(wrong), undefined, JSON.stringify(wrong))
  }
})

t.test(
  'ours are addresses, this machine, its certificate and what the operator named',
  async (t) => {
    const names = new HostNames(
      ['Desk', 'desk.local'],
      ['Tea.example'],
      (name) => name === 'cert.lan',
    )
    for (const ours of [
      '127.0.0.1',
      '10.1.2.3',
      '::1',
      'localhost',
      'desk',
      'desk.local',
      'tea.example',
      'cert.lan',
    ]) {
      t.equal(names.isOurs(ours), true, ours)
    }
    for (const other of [
      'evil.example',
      'desk.evil.example',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      '1.2.3',
    ]) {
      t.equal(names.isOurs(other), false, other)
    }
    t.equal(names.isTrusted('tea.example'), true)
    t.equal(names.isTrusted('desk'), false)
  },
)
