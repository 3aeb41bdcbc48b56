import { hostname } from 'node:os'
import { dirname, resolve } from 'node:path'
import { announceableName } from '../discovery/service.ts'
import {
  filePath,
  folder,
  hostName,
  hostNames,
  oneOf,
  Problem,
  switchedOn,
  webAddress,
  wholeNumber,
} from './setting-values.ts'
import { StorageConfigError } from './storage/storage-config-error.ts'
import { parseStorageUrl } from './storage/storage-url.ts'

/**
 * What the operator decided, checked and in units. One slice per part of the server, so that a constructor shows what it
 * depends on. `bin/` reads flags and environment variables; nothing in here knows of either, and the defaults are in the
 * table `bin/serve-options.ts`. Everything is plain data: it crosses threads.
 */
export interface ServerConfig
  extends ListenConfig,
    TlsConfig,
    OpsConfig,
    StorageConfig,
    AccessConfig,
    RateConfig,
    AnnounceConfig,
    AssistantConfig,
    LogConfig {}

export interface ListenConfig {
  readonly host: string
  /** 0: a free one. */
  readonly port: number
  /** Connections of one address that have not logged in. 0: no limit. */
  readonly maxPendingPerAddress: number
}

export interface TlsConfig {
  /** Whether clients must, may or cannot come by TLS. */
  readonly tls: 'required' | 'optional' | 'off'
  /** The operator's own certificate, absolute paths. Undefined: one is made in the data folder. */
  readonly tlsFiles: { readonly cert: string; readonly key: string } | undefined
  /** Host names, in lower case, under which browsers may come beside this machine's own. */
  readonly names: readonly string[]
}

export interface OpsConfig {
  readonly opsHost: string
  /** 0: a free one. */
  readonly opsPort: number
}

export interface StorageConfig {
  /** Absolute. It need not exist yet. */
  readonly dataFolder: string
  /** `sqlite:` and an absolute path, or `mysql://user:password@host:port/database`. Holds a secret: log `describeDatabase` of it. */
  readonly databaseUrl: string
}

export interface AccessConfig {
  readonly registration: 'open' | 'closed'
  /** Who may write to whom [P-10]. */
  readonly directMessages: 'friends' | 'anyone'
}

/** The token bucket of each session. Both are 0 when there is no limit, and neither otherwise. */
export interface RateConfig {
  readonly framesPerSecond: number
  readonly frameBurst: number
}

export interface AnnounceConfig {
  /** What the server is called on the local network. Undefined: nothing is said there. */
  readonly announceAs: string | undefined
}

export interface AssistantConfig {
  readonly assistant: AssistantChoice
}

/** Who answers what is said to the assistant. The key files are absolute paths; what is in them is read at the start. */
export type AssistantChoice =
  | { readonly kind: 'rules' | 'off' }
  | {
      readonly kind: 'openai'
      readonly url: string
      readonly model: string
      readonly keyFile: string | undefined
    }
  | { readonly kind: 'tuling'; readonly url: string; readonly keyFile: string }

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export interface LogConfig {
  readonly logLevel: (typeof LOG_LEVELS)[number]
}

/** The settings by the name of their flag, as text: what a command line and an environment can say. */
export type ServeOption =
  | 'host'
  | 'port'
  | 'tls'
  | 'tls-cert'
  | 'tls-key'
  | 'names'
  | 'ops-host'
  | 'ops-port'
  | 'data'
  | 'db'
  | 'registration'
  | 'direct-messages'
  | 'rate-limit'
  | 'rate-burst'
  | 'max-pending-per-address'
  | 'announce'
  | 'announce-name'
  | 'assistant'
  | 'assistant-url'
  | 'assistant-model'
  | 'assistant-key-file'
  | 'log-level'

/** Those that need not be set: without a default of their own. */
type Unset =
  | 'announce'
  | 'announce-name'
  | 'tls-cert'
  | 'tls-key'
  | 'names'
  | 'assistant-url'
  | 'assistant-model'
  | 'assistant-key-file'
export type ServeSettings = Readonly<Record<Exclude<ServeOption, Unset>, string>> &
  Readonly<Partial<Record<Unset, string>>>

/** A setting that cannot be used, and why; the value itself only where it cannot be a secret. */
export interface ConfigProblem {
  readonly option: string
  readonly message: string
}

/** Carries every problem at once, so that an operator mends them in one go. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[]

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(({ option, message }) => `--${option}: ${message}`).join('\n'))
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/** @throws ConfigError with all that is wrong */
export function parseServerConfig(raw: ServeSettings): ServerConfig {
  const problems: ConfigProblem[] = []
  const read = <T>(option: ServeOption, parse: (text: string) => T | Problem): T => {
    const value = parse(raw[option] ?? '')
    if (value instanceof Problem) problems.push({ option, message: value.message })
    // A wrong value is never seen: the problems are thrown before the configuration is handed out.
    return value as T
  }

  const dataFolder = read('data', folder)
  const rate = read('rate-limit', wholeNumber(0, 1_000_000))
  const burst = read('rate-burst', wholeNumber(0, 1_000_000))
  const isLimited = rate > 0 && burst > 0
  const config: ServerConfig = {
    host: read('host', hostName),
    port: read('port', wholeNumber(0, 65_535)),
    ...tlsConfig(read),
    opsHost: read('ops-host', hostName),
    opsPort: read('ops-port', wholeNumber(0, 65_535)),
    maxPendingPerAddress: read('max-pending-per-address', wholeNumber(0, 1_000_000)),
    dataFolder,
    databaseUrl: read('db', (text) => databaseUrl(text, dataFolder)),
    registration: read('registration', oneOf(['open', 'closed'])),
    directMessages: read('direct-messages', oneOf(['friends', 'anyone'])),
    framesPerSecond: isLimited ? rate : 0,
    frameBurst: isLimited ? burst : 0,
    announceAs: announcedName(read),
    assistant: assistantChoice(read),
    logLevel: read('log-level', oneOf(LOG_LEVELS)),
  }
  if (problems.length === 0 && sharePort(config)) {
    problems.push({ option: 'ops-port', message: 'is the port that --port takes already' })
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}

type Read = <T>(option: ServeOption, parse: (text: string) => T | Problem) => T

const TLS_CHOICES = ['required', 'optional', 'off'] as const

function tlsConfig(read: Read): TlsConfig {
  const tls = read('tls', oneOf(TLS_CHOICES))
  const names = read('names', hostNames)
  if (tls === 'off') return { tls, tlsFiles: undefined, names }
  const text = (option: 'tls-cert' | 'tls-key'): string => read(option, (typed) => typed)
  if (text('tls-cert') === '' && text('tls-key') === '') return { tls, tlsFiles: undefined, names }
  const file = filePath('is needed too: a file in PEM')
  return { tls, tlsFiles: { cert: read('tls-cert', file), key: read('tls-key', file) }, names }
}

/** The database without user and password, for logs and for people. */
export function describeDatabase(databaseUrl: string): string {
  const place = parseStorageUrl(databaseUrl)
  if (place.dialect === 'sqlite') return databaseUrl
  const host = place.host.includes(':') ? `[${place.host}]` : place.host
  return `mysql://${host}:${place.port}/${place.database}`
}

/** Where what is stored lies on this machine's disk; with a database elsewhere, what little the server keeps here. */
export const diskFolder = ({ databaseUrl, dataFolder }: StorageConfig): string =>
  databaseUrl.startsWith('sqlite:') ? dirname(databaseUrl.slice('sqlite:'.length)) : dataFolder

function announcedName(read: Read): string | undefined {
  const isWanted = read('announce', switchedOn)
  const [machine = ''] = hostname().split('.')
  const name = read('announce-name', (text) => {
    if (text === '') return announceableName(machine) ?? 'Teahouse'
    return announceableName(text) ?? new Problem('must be 1 to 63 bytes in one line, without a dot')
  })
  return isWanted ? name : undefined
}

const ASSISTANTS = ['rules', 'openai', 'tuling', 'off'] as const
/** Ollama on this machine, and the robot's public address. */
const OPENAI_URL = 'http://127.0.0.1:11434/v1'
const TULING_URL = 'http://openapi.turingapi.com/openapi/api/v2'

/** Checks only what the chosen kind uses, so that it can be switched off and on without touching the rest. */
function assistantChoice(read: Read): AssistantChoice {
  const keyPath = filePath('is needed: a file whose first line is the key')
  const kind = read('assistant', oneOf(ASSISTANTS))
  const url = (without: string): string =>
    read('assistant-url', (text) => webAddress(text || without))
  if (kind === 'openai') {
    return {
      kind,
      url: url(OPENAI_URL),
      model: read('assistant-model', (text) => text || new Problem('is needed: name a model')),
      keyFile: read('assistant-key-file', (text) => (text === '' ? undefined : keyPath(text))),
    }
  }
  if (kind === 'tuling') {
    return { kind, url: url(TULING_URL), keyFile: read('assistant-key-file', keyPath) }
  }
  return { kind }
}

/** Says nothing of what was typed: even a mistyped address may hold a password. */
function databaseUrl(text: string, dataFolder: string): string | Problem {
  try {
    const place = parseStorageUrl(text.replace('<data>', () => dataFolder))
    return place.dialect === 'sqlite' ? `sqlite:${resolve(place.file)}` : text
  } catch (error) {
    if (error instanceof StorageConfigError) return new Problem(error.message)
    throw error
  }
}

function sharePort(config: ListenConfig & OpsConfig): boolean {
  if (config.port === 0 || config.port !== config.opsPort) return false
  const hosts = [config.host, config.opsHost]
  return config.host === config.opsHost || hosts.includes('0.0.0.0') || hosts.includes('::')
}
