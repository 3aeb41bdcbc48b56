import t from 'tap'
import { EXIT_BAD_OPTIONS, LoadError } from '../load-error.ts'
import { parseHttpOptions, type RawHttpOptions } from './http-options.ts'

function problemsOf(raw: RawHttpOptions, target?: string): string[] {
  try {
    parseHttpOptions(raw, target)
    return []
  } catch (error) {
    if (!(error instanceof LoadError)) throw error
    t.equal(error.exitCode, EXIT_BAD_OPTIONS)
    return error.message.split('\n')
  }
}

t.test('without any option: once a second, the two that a monitor asks for', async (t) => {
  const { load, http } = parseHttpOptions({})
  t.strictSame(http, {
    paths: [
      { name: '/metrics', url: 'http://127.0.0.1:7701/metrics' },
      { name: '/healthz', url: 'http://127.0.0.1:7701/healthz' },
    ],
    rate: 1,
    connections: 1,
  })
  t.match(load, { durationSeconds: 40, users: 200 })
})

t.test(
  'the operator’s port is on the target’s host, unless it is said to be elsewhere',
  async (t) => {
    const first = (raw: RawHttpOptions, target: string) =>
      parseHttpOptions({ path: '/x', ...raw }, target).http.paths[0]?.url
    t.equal(first({}, 'tea.lan:7800'), 'http://tea.lan:7701/x')
    t.equal(first({ 'ops-host': '10.0.0.7', 'ops-port': '80' }, 'tea.lan'), 'http://10.0.0.7/x')
    t.equal(first({}, '[::1]:7700'), 'http://[::1]:7701/x')
  },
)

t.test('paths are many, each once, or whole addresses', async (t) => {
  const { paths } = parseHttpOptions({ path: '/a  /b /a http://tea.lan:7700/' }).http
  t.strictSame(
    paths.map(({ url }) => url),
    ['http://127.0.0.1:7701/a', 'http://127.0.0.1:7701/b', 'http://tea.lan:7700/'],
  )
})

t.test('all problems come at once, those of the chat too', async (t) => {
  const raw = {
    users: 'many',
    slo: 'fast',
    path: 'metrics',
    'http-rate': 'often',
    'http-connections': '0',
    'ops-port': '99999',
  }
  t.strictSame(
    problemsOf(raw).map((problem) => problem.split(':')[0]),
    ['--users', '--slo', '--ops-port', '--http-rate', '--http-connections', '--path'],
  )
  t.match(problemsOf({ path: 'http://[' }), [/^--path: "http:\/\/\[" is no address$/])
  t.match(problemsOf({ path: '' }), [/^--path: names nothing to ask for$/])
})
