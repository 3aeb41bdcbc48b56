import { resolve } from 'node:path'
import t from 'tap'
import { ConfigError, describeDatabase, parseServerConfig, type ServeSettings } from './config.ts'

type Raw = ServeSettings

const GOOD: Raw = {
  host: '0.0.0.0',
  port: '7700',
  tls: 'optional',
  'ops-host': '127.0.0.1',
  'ops-port': '7701',
  data: './data',
  db: 'sqlite:<data>/teahouse.db',
  registration: 'open',
  'direct-messages': 'friends',
  'rate-limit': '20',
  'rate-burst': '60',
  'max-pending-per-address': '64',
  assistant: 'rules',
  'log-level': 'info',
}

const parse = (changes: Partial<Raw> = {}) => parseServerConfig({ ...GOOD, ...changes })

function problemsOf(changes: Partial<Raw>): string[] {
  try {
    parse(changes)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems.map(({ option, message }) => `${option}: ${message}`)
  }
}

t.test('text becomes numbers and absolute paths', async (t) => {
  t.strictSame(parse(), {
    host: '0.0.0.0',
    port: 7700,
    tls: 'optional',
    tlsFiles: undefined,
    names: [],
    opsHost: '127.0.0.1',
    opsPort: 7701,
    dataFolder: resolve('data'),
    databaseUrl: `sqlite:${resolve('data')}/teahouse.db`,
    registration: 'open',
    directMessages: 'friends',
    framesPerSecond: 20,
    frameBurst: 60,
    maxPendingPerAddress: 64,
    announceAs: undefined,
    assistant: { kind: 'rules' },
    logLevel: 'info',
  })
})

t.test('the database file follows the data folder, whatever its name', async (t) => {
  t.equal(parse({ data: '/srv/$& tea' }).databaseUrl, 'sqlite:/srv/$& tea/teahouse.db')
  t.equal(parse({ data: '/srv/tea', db: 'sqlite:/x/y.db' }).databaseUrl, 'sqlite:/x/y.db')
  t.equal(parse({ db: 'sqlite:y.db' }).databaseUrl, `sqlite:${resolve('y.db')}`)
})

t.test('0 turns a limit off, and half a token bucket is none', async (t) => {
  t.match(parse({ 'rate-limit': '0' }), { framesPerSecond: 0, frameBurst: 0 })
  t.match(parse({ 'rate-burst': '0' }), { framesPerSecond: 0, frameBurst: 0 })
  t.match(parse({ 'max-pending-per-address': '0' }), { maxPendingPerAddress: 0 })
})

t.test(
  'the server is announced when somebody asks for it, by a name that DNS can carry',
  async (t) => {
    t.equal(parse({ announce: 'true', 'announce-name': ' 茶馆 ' }).announceAs, '茶馆')
    t.equal(parse({ announce: 'no', 'announce-name': 'Tea' }).announceAs, undefined)
    t.match(parse({ announce: '1' }).announceAs, /^[^.]+$/, 'the name of this machine')
    t.match(problemsOf({ announce: 'perhaps' }), [/^announce: must be 1 or 0/])
    t.match(problemsOf({ announce: '1', 'announce-name': 'tea.lan' }), [/^announce-name: .*dot/])
  },
)

t.test('numbers are whole and within bounds', async (t) => {
  for (const port of ['', '-1', '65536', '1e3', '0x10', '7700 ', '77.5', '99999999999999999999']) {
    t.match(problemsOf({ port }), [/^port: must be a whole number from 0 to 65535/], port)
  }
})

t.test('a host is a name or an address', async (t) => {
  for (const host of ['localhost', '::1', 'fe80::1%eth0', '茶馆.local']) {
    t.equal(parse({ host }).host, host)
  }
  for (const host of ['', 'a b', 'http://tea', 'a/b']) {
    t.match(problemsOf({ host }), [/^host: must be a host name/], host)
  }
})

t.test('all problems come at once, in the order of the options', async (t) => {
  const problems = problemsOf({ host: '', port: 'x', data: '', db: 'oracle:', registration: '?' })
  t.strictSame(
    problems.map((problem) => problem.split(':')[0]),
    ['data', 'host', 'port', 'db', 'registration'],
  )
})

t.test('a MySQL address needs host, user and database', async (t) => {
  const good = 'mysql://li:p%40ss@db.lan:3306/teahouse'
  t.equal(parse({ db: good }).databaseUrl, good)
  t.match(problemsOf({ db: 'mysql://db.lan/teahouse' }), [/needs a user and a host/])
  t.match(problemsOf({ db: 'mysql://li@/teahouse' }), [/^db: /])
  t.match(problemsOf({ db: 'mysql://li@db.lan' }), [/end in the name of one database/])
  t.match(problemsOf({ db: 'mysql://li:50%@db.lan/teahouse' }), [/write %25/])
})

t.test('SQLite needs a file', async (t) => {
  t.match(problemsOf({ db: 'sqlite:' }), [/name(s no)? .*file/])
  t.match(problemsOf({ db: 'sqlite::memory:' }), [/name(s no)? .*file/])
})

t.test('no problem repeats a database address: it may hold a password', async (t) => {
  for (const db of [
    'mysq://li:s3cret@db.lan/teahouse',
    'mysql://li:s3cret@db.lan',
    'mysql://li:s3cret@/teahouse',
    'mysql://li:s3cret%@db.lan/teahouse',
    'li:s3cret@db.lan/teahouse',
  ]) {
    t.notMatch(problemsOf({ db }).join(), 's3cret', db)
    t.equal(problemsOf({ db }).length, 1)
  }
})

t.test('a database is described without its secret', async (t) => {
  t.equal(describeDatabase('mysql://li:s3cret@db.lan:3307/tea'), 'mysql://db.lan:3307/tea')
  t.equal(describeDatabase('mysql://li:s3cret@[::1]/tea'), 'mysql://[::1]:3306/tea')
  t.equal(describeDatabase('sqlite:/srv/teahouse.db'), 'sqlite:/srv/teahouse.db')
})

t.test('the two ports must differ where the addresses meet', async (t) => {
  t.match(problemsOf({ 'ops-port': '7700' }), [/^ops-port: /])
  t.strictSame(problemsOf({ host: '10.0.0.1', 'ops-port': '7700' }), [])
  t.strictSame(problemsOf({ port: '0', 'ops-port': '0' }), [])
})

t.test('what answers for the assistant: only what the chosen one needs is looked at', async (t) => {
  const choice = (changes: Partial<Raw>) => parse(changes).assistant
  t.strictSame(choice({ assistant: 'off', 'assistant-url': 'nonsense' }), { kind: 'off' })
  t.strictSame(choice({ assistant: 'openai', 'assistant-model': 'qwen3:4b' }), {
    ...{ kind: 'openai', url: 'http://127.0.0.1:11434/v1', model: 'qwen3:4b' },
    keyFile: undefined,
  })
  t.match(choice({ assistant: 'tuling', 'assistant-key-file': 'key' }), {
    ...{ kind: 'tuling', url: /^http:\/\/openapi\.turingapi\.com\// },
    keyFile: resolve('key'),
  })
  t.match(problemsOf({ assistant: 'openai' }), [/^assistant-model: is needed/])
  t.match(problemsOf({ assistant: 'tuling' }), [/^assistant-key-file: is needed/])
  t.match(problemsOf({ assistant: 'clippy' }), [/^assistant: must be one of rules, openai/])
  for (const url of ['ftp://x/', 'model.lan', 'javascript:1', 'http://']) {
    const model = { assistant: 'openai', 'assistant-model': 'm', 'assistant-url': url }
    t.match(problemsOf(model), [/^assistant-url: must be an address/], url)
  }
  const secret = 'http://u:hunter2@model.lan/v1'
  const problems = problemsOf({
    ...{ assistant: 'openai', 'assistant-model': 'm', 'assistant-url': secret },
  })
  t.match(problems, [/^assistant-url: must not hold a user/])
  t.notMatch(problems, [/hunter2/])
})

t.test('TLS: a certificate and its key, both or neither', async (t) => {
  const files = { 'tls-cert': 'chat.pem', 'tls-key': '/etc/chat.key' }
  t.match(parse({ ...files, tls: 'required' }), {
    tls: 'required',
    tlsFiles: { cert: resolve('chat.pem'), key: '/etc/chat.key' },
  })
  t.match(problemsOf({ 'tls-cert': 'chat.pem' }), [/^tls-key: is needed too/])
  t.match(problemsOf({ 'tls-key': 'chat.key' }), [/^tls-cert: is needed too/])
  t.match(problemsOf({ tls: 'on' }), [/^tls: must be one of required, optional, off/])
  t.equal(parse({ tls: 'off', 'tls-cert': 'x' }).tlsFiles, undefined, 'off looks at neither')
})

t.test('names are host names, as browsers say them', async (t) => {
  t.same(parse({ names: 'Chat.lan, tea.example.com.,茶馆.lan' }).names, [
    'chat.lan',
    'tea.example.com',
    'xn--cl1ay07b.lan',
  ])
  t.same(parse({ names: '' }).names, [])
  for (const names of ['https://chat.lan', 'chat.lan:7700', 'a/b', '*']) {
    t.match(problemsOf({ names }), [/^names: must be host names/], names)
  }
})
