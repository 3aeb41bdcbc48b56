import t from 'tap'
import { EXIT_BAD_OPTIONS, LoadError } from '../../load-error.ts'
import { parseBenchOptions } from '../bench-options.ts'

t.test('a short bench of everything, unless told otherwise', async (t) => {
  const options = parseBenchOptions([])
  t.match(options, { isLong: false, rounds: 1, seconds: 5, idleUsers: 2_000 })
  t.strictSame(options?.only, ['sqlite', 'mariadb', 'relay', 'mosquitto', 'ngircd'])
  t.match(options?.program, /bin\/teahouse\.js$/)
})

t.test('what is asked for', async (t) => {
  t.match(parseBenchOptions(['--long']), { isLong: true, rounds: 3, idleUsers: 10_000 })
  const options = parseBenchOptions(['--only', 'relay,sqlite', '--seconds=2.5', '--program', '/'])
  t.match(options, { only: ['sqlite', 'relay'], seconds: 2.5, program: '/' })
  t.equal(parseBenchOptions(['--help']), undefined)
})

t.test('what cannot be is one line', async (t) => {
  for (const argv of [
    ['--only', 'redis'],
    ['--only', ''],
    ['--seconds', '0'],
    ['--seconds', '5s'],
    ['--program', '/no/such/program'],
    ['--long=1'],
    ['--lang', 'zh'],
    ['relay'],
  ]) {
    try {
      parseBenchOptions(argv)
      t.fail(argv.join(' '))
    } catch (error) {
      t.ok(error instanceof LoadError)
      t.match(error, { exitCode: EXIT_BAD_OPTIONS })
      t.notMatch((error as Error).message, '\n')
    }
  }
})
