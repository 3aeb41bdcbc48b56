import { homedir } from 'node:os'
import { join } from 'node:path'
import type { ChatOptions } from '../client-cli/chat-options.ts'
import { BELL_NAMES } from '../client-cli/screen/bell.ts'
import { parseFingerprint } from '../client-cli/trust/fingerprint.ts'
import { THEME_NAMES } from '../terminal/palette.ts'
import { chooseLanguage, LANGUAGE_OPTION, wrongLanguage } from './language.ts'
import type { Environment, OptionTable } from './option-table.ts'

const DEFAULT_HOST = '127.0.0.1'
const DEFAULT_PORT = 7700
export const DEFAULT_ADDRESS = `${DEFAULT_HOST}:${DEFAULT_PORT}`

export type ChatOption =
  | 'user'
  | 'password-file'
  | 'without-tls'
  | 'trust'
  | 'plain'
  | 'lines'
  | 'theme'
  | 'bell'
  | 'lang'

/** What `teahouse chat` takes, beside the address. */
export const CHAT_OPTIONS: OptionTable<ChatOption> = {
  user: {
    value: 'name',
    help: 'who logs in; without it the last one at this server, else asked for',
  },
  'password-file': {
    value: 'file',
    help: 'a file whose first line is the password; asked for without it',
  },
  'without-tls': {
    help: 'in plain, which everybody on the way can read: for a server without TLS, in a network that one trusts',
  },
  trust: {
    value: 'fingerprint',
    help: "the server's key, as serve prints it (SHA256:…): accept it and no other, also where another was known",
  },
  plain: {
    help: 'lines in, lines out: for pipes and scripts',
  },
  lines: {
    help: 'lines above the one that is typed, instead of the full screen; also where it has no room',
  },
  theme: {
    value: 'plain|light|dark',
    default: 'plain',
    help: 'the colours of the full screen; plain takes the 16 of the terminal',
  },
  bell: {
    value: 'mentions|all|off',
    default: 'mentions',
    help: 'when the full screen rings: for mentions and direct messages, for all, never',
  },
  lang: LANGUAGE_OPTION,
}

/** Options that cannot be used: a sentence per problem. */
export class UsageError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'UsageError'
    this.problems = problems
  }
}

type Streams = Pick<ChatOptions, 'input' | 'output' | 'errorOutput'>

/** @throws UsageError with all that is wrong */
export function parseChatOptions(
  address: string,
  raw: Partial<Record<ChatOption, string>>,
  environment: Environment,
  streams: Streams,
): ChatOptions {
  const target = parseAddress(address)
  const withoutTls = SWITCH_VALUES.get(raw['without-tls'] ?? '')
  const trustedKey = raw.trust === undefined ? undefined : parseFingerprint(raw.trust)
  const plain = SWITCH_VALUES.get(raw.plain ?? '')
  const lines = SWITCH_VALUES.get(raw.lines ?? '')
  const theme = wordOf(THEME_NAMES, raw.theme ?? 'plain')
  const bell = wordOf(BELL_NAMES, raw.bell ?? 'mentions')
  const lang = chooseLanguage(raw.lang ?? 'auto', environment)
  const problems: string[] = []
  if (!target) problems.push(`${JSON.stringify(address)} is not an address: write host:port`)
  if (withoutTls === undefined) problems.push('--without-tls must be 1 or 0')
  if (raw.trust !== undefined && trustedKey === undefined) {
    problems.push('--trust must be SHA256: and 43 more characters, as serve prints it after "tls="')
  }
  if (raw.trust !== undefined && withoutTls) {
    problems.push('--trust and --without-tls cannot both be: without TLS a server shows no key')
  }
  if (plain === undefined) problems.push('--plain must be 1 or 0')
  if (lines === undefined) problems.push('--lines must be 1 or 0')
  if (!theme)
    problems.push(`--theme must be plain, light or dark, not ${JSON.stringify(raw.theme)}`)
  if (!bell) problems.push(`--bell must be mentions, all or off, not ${JSON.stringify(raw.bell)}`)
  if (!lang) problems.push(wrongLanguage(raw.lang))
  const isComplete =
    target && withoutTls !== undefined && plain !== undefined && lines !== undefined
  if (!isComplete || !theme || !bell || !lang || problems.length > 0) {
    throw new UsageError(problems)
  }
  return {
    ...target,
    withoutTls,
    trustedKey,
    plain,
    lines,
    theme,
    bell,
    isDumb: environment['TERM'] === 'dumb',
    lang,
    tokenFolder: tokenFolder(environment),
    ...streams,
    ...(environment['TERM'] ? { terminalName: environment['TERM'] } : {}),
    ...(raw.user === undefined ? {} : { user: raw.user }),
    ...(raw['password-file'] === undefined ? {} : { passwordFile: raw['password-file'] }),
  }
}

/** `host`, `host:port`, `[v6]:port` or a bare IPv6 address. */
export function parseAddress(address: string): { host: string; port: number } | undefined {
  if (/^[\w.%]*:[\w.%]*:[\w.%:]*$/.test(address)) return { host: address, port: DEFAULT_PORT }
  const match = /^(?:\[([^\s/[\]]+)\]|([^\s/:[\]]+))(?::(\d{1,5}))?$/.exec(address)
  const host = match?.[1] ?? match?.[2]
  const port = match?.[3] === undefined ? DEFAULT_PORT : Number(match[3])
  return host === undefined || port < 1 || port > 65_535 ? undefined : { host, port }
}

const SWITCH_VALUES: ReadonlyMap<string, boolean> = new Map([
  ['', false],
  ...['1', 'true', 'yes', 'on'].map((word) => [word, true] as const),
  ...['0', 'false', 'no', 'off'].map((word) => [word, false] as const),
])

const wordOf = <Word extends string>(words: readonly Word[], word: string): Word | undefined =>
  words.find((one) => one === word)

/** Where the client keeps its token, by the rules of XDG: a relative XDG_CONFIG_HOME does not count. */
function tokenFolder(environment: Environment): string {
  const config = environment['XDG_CONFIG_HOME']
  const base = config?.startsWith('/') ? config : join(environment['HOME'] || homedir(), '.config')
  return join(base, 'teahouse')
}
