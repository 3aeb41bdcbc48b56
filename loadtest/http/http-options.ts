import { EXIT_BAD_OPTIONS, LoadError } from '../load-error.ts'
import { type LoadOptions, parseLoadOptions, type RawLoadOptions } from '../load-options.ts'
import { quote, readNumber } from '../option-values.ts'
import { DEFAULT_DURATION, HTTP_OPTIONS, type HttpOption } from './http-option-table.ts'
import type { HttpOrder, HttpPath } from './http-order.ts'
import { scrapedChat } from './scraped-chat.ts'

/** What was asked for, checked: the chat, and what is asked over HTTP meanwhile. */
export interface HttpOptions {
  readonly load: LoadOptions
  readonly http: HttpOrder
  /** To be asked for as well where it is there; undefined when the paths were chosen. */
  readonly webClient: HttpPath | undefined
}

export type RawHttpOptions = Readonly<Partial<Record<HttpOption, string>>>

const MAX_RATE = 100_000
const MAX_CONNECTIONS = 1_000

/** @throws LoadError with every problem, one a line, and the exit code for bad options */
export function parseHttpOptions(raw: RawHttpOptions, target?: string): HttpOptions {
  const problems: string[] = []
  const keep = <T>(option: string, read: () => T): T | undefined => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof LoadError)) throw error
      problems.push(`${option}${error.message}`)
      return undefined
    }
  }
  const text = (option: 'path' | 'http-rate' | 'http-connections' | 'ops-port'): string =>
    raw[option] ?? HTTP_OPTIONS[option].default
  const whole = (option: 'http-connections' | 'ops-port' | 'http-rate', max: number) =>
    keep(`--${option}: `, () => readNumber(text(option), 1, max, true))

  const load = keep('', () => parseLoadOptions(chatOptions(raw), target))
  const port = whole('ops-port', 65_535)
  const host = raw['ops-host'] ?? load?.host ?? ''
  const base = `http://${bracketed(host)}:${port}`
  const rate = text('http-rate') === 'max' ? ('max' as const) : whole('http-rate', MAX_RATE)
  const connections = whole('http-connections', MAX_CONNECTIONS)
  const paths = keep('--path: ', () => readPaths(text('path'), base))
  if (problems.length > 0 || !load || !rate || !connections || !paths) {
    throw new LoadError(problems.join('\n'), { exitCode: EXIT_BAD_OPTIONS })
  }
  return {
    load: { ...load, scenario: scrapedChat },
    http: { paths, rate, connections },
    webClient: raw.path === undefined ? webClientOf(load) : undefined,
  }
}

function chatOptions(raw: RawHttpOptions): RawLoadOptions {
  const {
    path,
    'http-rate': rate,
    'http-connections': connections,
    'ops-host': host,
    'ops-port': port,
    ...chat
  } = raw
  return { duration: DEFAULT_DURATION, ...chat }
}

/** On the port of the chat itself. */
function webClientOf({ host, port }: LoadOptions): HttpPath {
  const url = `http://${bracketed(host)}:${port}/`
  return { name: `the web client, ${url}`, url }
}

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host)

/** @throws LoadError */
function readPaths(text: string, base: string): HttpOrder['paths'] {
  const names = [...new Set(text.split(/\s+/).filter((name) => name !== ''))]
  if (names.length === 0) throw new LoadError('names nothing to ask for')
  return names.map((name) => {
    const isPath = name.startsWith('/')
    if (!isPath && !name.startsWith('http://')) {
      throw new LoadError(`must begin with / or http://, not ${quote(name)}`)
    }
    const url = isPath ? `${base}${name}` : name
    if (!URL.canParse(url)) throw new LoadError(`${quote(url)} is no address`)
    return { name, url: new URL(url).href }
  })
}
