import { isIP, isIPv6 } from 'node:net'
import { clean } from '../terminal/clean.ts'
import type { Service } from './bonjour.ts'
import { TLS_MODES, type TlsMode } from './service.ts'

const MAX_NAME_LENGTH = 63
const MAX_ADDRESSES = 4
const VERSION = /^[\w.+-]{1,32}$/
const FINGERPRINT = /^[\w.+/=:-]{8,128}$/

/** A server as it announced itself, fit to be shown: what cannot be true of one is left out. All of it is said by a stranger. */
export interface FoundServer {
  /** Clean: one line that drives no terminal. */
  readonly name: string
  /** At least one; the one that it spoke from comes first. */
  readonly addresses: readonly string[]
  readonly port: number
  readonly version?: string
  readonly protocol?: number
  readonly tls?: TlsMode
  readonly fingerprint?: string
}

/** Undefined: nobody can connect to that. */
export function foundServer(service: Partial<Service>): FoundServer | undefined {
  const { port, referer } = service
  const addresses = reachable([...(service.addresses ?? [])], referer?.address)
  if (addresses.length === 0 || !isPort(port)) return undefined
  const facts = factsOf(service.txt)
  const protocol = /^\d{1,6}$/.test(facts('protocol')) ? Number(facts('protocol')) : undefined
  const tls = TLS_MODES.find((mode) => mode === facts('tls'))
  const [version, fingerprint] = [facts('version'), facts('fingerprint')]
  return {
    name: clean(String(service.name ?? '').slice(0, MAX_NAME_LENGTH)).trim() || '?',
    addresses,
    port,
    ...(VERSION.test(version) ? { version } : {}),
    ...(protocol === undefined ? {} : { protocol }),
    ...(tls === undefined ? {} : { tls }),
    ...(FINGERPRINT.test(fingerprint) ? { fingerprint } : {}),
  }
}

/** `host:port`, as one would type it behind `teahouse chat`. */
export function addressOf({ addresses: [first = ''], port }: FoundServer): string {
  return isIPv6(first) ? `[${first}]:${port}` : `${first}:${port}`
}

function reachable(named: readonly unknown[], speaker: string | undefined): string[] {
  const usable = named.filter((one): one is string => typeof one === 'string' && isUsable(one))
  const all = usable.length > 0 || speaker === undefined ? usable : [speaker]
  const isSpeaker = (address: string): number => (address === speaker ? 0 : 1)
  const sorted = [...new Set(all)].sort((a, b) => isSpeaker(a) - isSpeaker(b))
  return sorted.slice(0, MAX_ADDRESSES)
}

const isPort = (port: unknown): port is number =>
  Number.isInteger(port) && Number(port) >= 1 && Number(port) <= 65_535

/** Not "any", not a group's, not one that needs the name of an interface. */
const isUsable = (address: string): boolean =>
  isIP(address) !== 0 && !/^(0\.|2[2-5]\d\.|fe[89ab]|ff|::$)/i.test(address)

/** The TXT record as the library decoded it: any keys, and values that may be missing. */
function factsOf(txt: unknown): (key: string) => string {
  const facts = new Map(Object.entries(txt ?? {}))
  return (key) => {
    const value: unknown = facts.get(key)
    return typeof value === 'string' ? value : ''
  }
}
