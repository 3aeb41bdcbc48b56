import { PassThrough } from 'node:stream'
import t from 'tap'
import { EXIT, main, OPTION_TABLES, type Terminal } from './main.ts'
import { type Environment, environmentName } from './option-table.ts'

/** One command line, in this process, with an environment of its own. */
async function run(argv: string[], environment: Environment = {}) {
  const [input, output, errorOutput] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const terminal = { environment, input, output, errorOutput } as unknown as Terminal
  const exitCode = await main(argv, terminal)
  return {
    exitCode,
    out: String(output.read() ?? ''),
    err: String(errorOutput.read() ?? ''),
  }
}

t.test('--help of a command shows every option with its default and its variable', async (t) => {
  for (const [command, table] of Object.entries(OPTION_TABLES)) {
    const { exitCode, out } = await run([...command.split(' '), '--help'])
    const text = out.replace(/\s+/g, ' ')
    t.equal(exitCode, EXIT.ok)
    for (const [name, row] of Object.entries(table)) {
      t.match(text, `--${name} `, `--${name}`)
      t.match(text, environmentName(name), environmentName(name))
      if (row.default !== undefined) t.match(text, `default: ${row.default}`, row.default)
    }
  }
})

t.test('--help of the program lists each command', async (t) => {
  const { exitCode, out } = await run(['--help'])
  t.equal(exitCode, EXIT.ok)
  for (const command of Object.keys(OPTION_TABLES)) {
    const [first] = command.split(' ')
    t.match(out, new RegExp(`^  ${first} `, 'm'))
  }
})

t.test('--version is that of package.json', async (t) => {
  const { exitCode, out } = await run(['--version'])
  t.equal(exitCode, EXIT.ok)
  t.match(out, /^\d+\.\d+\.\d+\n$/)
})

t.test('an unknown command or option exits 64 with a suggestion', async (t) => {
  const command = await run(['sevre'])
  t.equal(command.exitCode, EXIT.usage)
  t.match(command.err, /Did you mean serve\?/)

  const option = await run(['serve', '--prot', '1'])
  t.equal(option.exitCode, EXIT.usage)
  t.match(option.err, /Did you mean --port\?/)
})

t.test('too many arguments, a missing value, no command at all: exit 64', async (t) => {
  for (const argv of [['serve', 'now'], ['serve', '--port'], []]) {
    const { exitCode, out, err } = await run(argv)
    t.equal(exitCode, EXIT.usage, argv.join(' '))
    t.equal(out, '')
    t.not(err, '')
  }
})

t.test('a wrong configuration exits 78 with one line per problem', async (t) => {
  const { exitCode, out, err } = await run(['serve', '--port', 'http', '--log-level', 'loud'], {
    TEAHOUSE_REGISTRATION: 'maybe',
  })
  t.equal(exitCode, EXIT.config)
  t.equal(out, '')
  t.strictSame(err.trimEnd().split('\n'), [
    'teahouse: --port (TEAHOUSE_PORT): must be a whole number from 0 to 65535, not "http"',
    'teahouse: --registration (TEAHOUSE_REGISTRATION): must be one of open, closed, not "maybe"',
    'teahouse: --log-level (TEAHOUSE_LOG_LEVEL): must be one of trace, debug, info, warn, error, fatal, silent, not "loud"',
  ])
})

t.test('wrong chat options exit 64', async (t) => {
  const { exitCode, err } = await run(['chat', 'http://tea', '--lang', 'fr'])
  t.equal(exitCode, EXIT.usage)
  t.equal(err.trimEnd().split('\n').length, 2)
})

t.test(
  'a variable that no option reads is reported once, those of other commands are not',
  async (t) => {
    const { err } = await run(['serve', '--port', 'x'], {
      TEAHOUSE_PROT: '1',
      TEAHOUSE_LANG: 'zh',
    })
    t.equal(err.match(/TEAHOUSE_PROT/g)?.length, 1)
    t.notMatch(err, 'TEAHOUSE_LANG')
  },
)

t.test('options behind "load http" are its own, and none may stand before it', async (t) => {
  const behind = await run(['load', 'http', '--users', 'many', '--http-rate', 'often'])
  t.equal(behind.exitCode, EXIT.usage)
  t.match(behind.err, /--users: .*\n.*--http-rate: /)
  const before = await run(['load', '--users', '2', 'http'])
  t.equal(before.exitCode, EXIT.usage)
  t.match(before.err, /^teahouse: the options of "load http" stand behind "http"\n$/)
})

t.test('there is never a stack trace', async (t) => {
  for (const argv of [['serve', '--db', 'nonsense'], ['sevre'], ['chat', '']]) {
    t.notMatch((await run(argv)).err, /^\s+at /m)
  }
})
