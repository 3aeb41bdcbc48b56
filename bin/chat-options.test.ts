import { PassThrough } from 'node:stream'
import t from 'tap'
import { type ChatOption, parseAddress, parseChatOptions, UsageError } from './chat-options.ts'
import type { Environment } from './option-table.ts'

const STREAMS = {
  input: new PassThrough(),
  output: new PassThrough(),
  errorOutput: new PassThrough(),
} as unknown as Parameters<typeof parseChatOptions>[3]

const parse = (
  raw: Partial<Record<ChatOption, string>>,
  environment: Environment = {},
  address = 'tea:7700',
) => parseChatOptions(address, raw, environment, STREAMS)

t.test('an address is a host, with or without a port', async (t) => {
  t.strictSame(parseAddress('tea'), { host: 'tea', port: 7700 })
  t.strictSame(parseAddress('tea:80'), { host: 'tea', port: 80 })
  t.strictSame(parseAddress('192.168.1.7:7700'), { host: '192.168.1.7', port: 7700 })
})

t.test('an IPv6 address may stand alone or, with a port, in brackets', async (t) => {
  t.strictSame(parseAddress('::1'), { host: '::1', port: 7700 })
  t.strictSame(parseAddress('[::1]'), { host: '::1', port: 7700 })
  t.strictSame(parseAddress('[fe80::1%eth0]:80'), { host: 'fe80::1%eth0', port: 80 })
})

t.test('what is no address is refused', async (t) => {
  for (const address of [
    '',
    ':7700',
    'tea:',
    'tea:0',
    'tea:65536',
    'tea:http',
    'http://tea',
    'a b',
  ]) {
    t.equal(parseAddress(address), undefined, address)
  }
})

t.test('the language follows the locale, most specific variable first', async (t) => {
  const langOf = (environment: Environment) => parse({ lang: 'auto' }, environment).lang
  t.equal(langOf({ LANG: 'zh_CN.UTF-8' }), 'zh')
  t.equal(langOf({ LANG: 'zh_CN.UTF-8', LC_MESSAGES: 'en_GB.UTF-8' }), 'en')
  t.equal(langOf({ LC_MESSAGES: 'en_GB.UTF-8', LC_ALL: 'zh_TW' }), 'zh')
  t.equal(langOf({ LC_ALL: '', LANG: 'zh_CN' }), 'zh')
  t.equal(langOf({}), 'en')
  t.equal(parse({ lang: 'en' }, { LANG: 'zh_CN' }).lang, 'en')
})

t.test('the token lies in the folder for configuration', async (t) => {
  t.equal(parse({}, { HOME: '/home/li' }).tokenFolder, '/home/li/.config/teahouse')
  t.equal(parse({}, { HOME: '/home/li', XDG_CONFIG_HOME: '/x' }).tokenFolder, '/x/teahouse')
  t.equal(
    parse({}, { HOME: '/home/li', XDG_CONFIG_HOME: 'relative' }).tokenFolder,
    '/home/li/.config/teahouse',
  )
})

t.test('what was not given is absent', async (t) => {
  const options = parse({})
  t.notOk('user' in options)
  t.notOk('passwordFile' in options)
  t.equal(options.plain, false)
  t.match(parse({ user: 'li', 'password-file': 'p', plain: 'true' }), {
    user: 'li',
    passwordFile: 'p',
    plain: true,
  })
})

t.test('a terminal that cannot move its cursor is told so', async (t) => {
  t.equal(parse({}, { TERM: 'dumb' }).isDumb, true)
  t.equal(parse({}, { TERM: 'xterm' }).isDumb, false)
})

t.test('all problems come at once', async (t) => {
  try {
    parse({ lang: 'fr', plain: 'maybe' }, {}, 'tea:http')
    t.fail('nothing was refused')
  } catch (error) {
    t.ok(error instanceof UsageError)
    t.strictSame((error as UsageError).problems, [
      '"tea:http" is not an address: write host:port',
      '--plain must be 1 or 0',
      '--lang must be zh, en or auto, not "fr"',
    ])
  }
})
