import { Command } from 'commander'
import t from 'tap'
import {
  chooseValues,
  commanderOptions,
  environmentName,
  markdownTable,
  unknownVariables,
} from './option-table.ts'

const TABLE = {
  'ops-port': { value: 'port', default: '7701', help: 'where <health> is' },
  mode: { value: 'a|b', help: 'one of two' },
  plain: { help: 'a switch' },
}

const flagsOf = (...argv: string[]) => {
  const command = new Command()
  for (const option of commanderOptions(TABLE)) command.addOption(option)
  return command.parse(argv, { from: 'user' }).opts()
}

t.test('a flag is spelled with dashes, its variable in capitals', async (t) => {
  t.equal(environmentName('ops-port'), 'TEAHOUSE_OPS_PORT')
})

t.test('the flag wins over the variable, the variable over the default', async (t) => {
  const environment = { TEAHOUSE_OPS_PORT: '2' }
  t.match(chooseValues(TABLE, flagsOf('--ops-port', '1'), environment), { 'ops-port': '1' })
  t.match(chooseValues(TABLE, flagsOf(), environment), { 'ops-port': '2' })
  t.match(chooseValues(TABLE, flagsOf(), {}), { 'ops-port': '7701' })
})

t.test('an empty variable counts as none', async (t) => {
  t.match(chooseValues(TABLE, {}, { TEAHOUSE_OPS_PORT: '' }), { 'ops-port': '7701' })
})

t.test('an empty flag is a value, which the parser may then refuse', async (t) => {
  t.match(chooseValues(TABLE, flagsOf('--ops-port', ''), {}), { 'ops-port': '' })
})

t.test('an option without flag, variable and default is absent', async (t) => {
  t.strictSame(chooseValues(TABLE, {}, {}), { 'ops-port': '7701' })
})

t.test('a switch is true as a flag and whatever is said as a variable', async (t) => {
  t.match(chooseValues(TABLE, flagsOf('--plain'), {}), { plain: 'true' })
  t.match(chooseValues(TABLE, flagsOf(), { TEAHOUSE_PLAIN: '0' }), { plain: '0' })
})

t.test('an option that repeats hands all of its values on', async (t) => {
  const table = { path: { value: 'path', default: '/', help: 'where', repeats: true as const } }
  const command = new Command()
  for (const option of commanderOptions(table)) command.addOption(option)
  const flags = command.parse(['--path', '/a', '--path', '/b'], { from: 'user' }).opts()
  t.match(chooseValues(table, flags, {}), { path: '/a /b' })
  t.match(chooseValues(table, {}, { TEAHOUSE_PATH: '/c /d' }), { path: '/c /d' })
})

t.test('variables with our prefix that nothing reads are found', async (t) => {
  const environment = { TEAHOUSE_OPS_PROT: '1', TEAHOUSE_MODE: 'a', PATH: '/bin', TEA: 'x' }
  t.strictSame(unknownVariables([TABLE], environment), ['TEAHOUSE_OPS_PROT'])
})

t.test('the table for the README has a row per option and breaks on no value', async (t) => {
  const lines = markdownTable(TABLE).split('\n')
  t.equal(lines.length, 2 + 3)
  t.equal(lines[2], '| `--ops-port <port>` | `TEAHOUSE_OPS_PORT` | `7701` | where &lt;health> is |')
  t.equal(lines[3], '| `--mode <a\\|b>` | `TEAHOUSE_MODE` |  | one of two |')
})
