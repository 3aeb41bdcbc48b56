import t from 'tap'
import { COMMANDS, findCommand, nearestCommand } from './command-table.ts'
import { parseTypedLine } from './typed-line.ts'

t.test('a line is a command, a text, or nothing', async (t) => {
  t.same(parseTypedLine('  '), { kind: 'nothing' })
  t.same(parseTypedLine('你好'), { kind: 'text', text: '你好' })
  t.same(parseTypedLine('/open han'), { kind: 'command', name: 'open', args: 'han' })
  t.same(parseTypedLine('/msg  han   hello  there '), {
    kind: 'command',
    name: 'msg',
    args: 'han   hello  there ',
  })
  t.same(parseTypedLine('/'), { kind: 'command', name: '', args: '' })
  t.same(parseTypedLine('//etc/hosts'), { kind: 'text', text: '/etc/hosts' })
  t.same(parseTypedLine(' /open'), { kind: 'text', text: ' /open' })
  t.same(parseTypedLine('/msg han one\ntwo'), {
    kind: 'command',
    name: 'msg',
    args: 'han one\ntwo',
  })
})

t.test('every command of the list is found, in whatever case', async (t) => {
  const promised =
    'help friends add requests accept decline remove block unblock find open close history msg rooms create join leave ' +
    'invite kick who missed recall search nick bio away back password status logout quit'
  t.same(COMMANDS.map(({ name }) => name).sort(), promised.split(' ').sort())
  t.equal(findCommand('OPEN')?.name, 'open')
  t.equal(findCommand('constructor'), undefined)
})

t.test('a slip of the fingers finds the command that was meant', async (t) => {
  const slips = {
    frends: 'friends',
    opne: 'open',
    hlep: 'help',
    quti: 'quit',
    histroy: 'history',
    fri: 'friends',
  }
  for (const [typed, meant] of Object.entries(slips)) t.equal(nearestCommand(typed), meant, typed)
  for (const typed of ['xyzzy', '', 'abracadabra']) t.equal(nearestCommand(typed), undefined, typed)
})
