import { isIP } from 'node:net'

/** A `Host` header, or the same part of an address, taken apart; the name in lower case and without a last dot. */
export interface HostAndPort {
  readonly name: string
  /** Undefined: the usual one of the scheme. */
  readonly port: number | undefined
}

const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/

/** Undefined: it is none. */
export function parseHost(text: string): HostAndPort | undefined {
  const [, host, port] = HOST.exec(text.toLowerCase()) ?? []
  if (host === undefined) return undefined
  const name = host.replace(/^\[|\]$|\.$/g, '')
  return name === '' ? undefined : { name, port: port === undefined ? undefined : Number(port) }
}

/**
 * The names under which browsers may come. A page of somebody else's can have its own name lead to this machine (DNS rebinding) and would then be
 * of one origin with us; an address cannot be borrowed like that, a name that is not ours gives it away.
 */
export class HostNames {
  readonly #own: ReadonlySet<string>
  readonly #trusted: ReadonlySet<string>
  readonly #ofCertificate: (name: string) => boolean

  /** `own`: of this machine; `trusted`: what the operator named, reverse proxies among them. */
  constructor(
    own: Iterable<string>,
    trusted: Iterable<string>,
    ofCertificate: (name: string) => boolean,
  ) {
    this.#own = lowerCase(own)
    this.#trusted = lowerCase(trusted)
    this.#ofCertificate = ofCertificate
  }

  isOurs(name: string): boolean {
    if (isIP(name) !== 0 || name === 'localhost') return true
    return this.#own.has(name) || this.isTrusted(name) || this.#ofCertificate(name)
  }

  /** A page of that name may talk to us, whatever the scheme and port under which a proxy shows it. */
  isTrusted(name: string): boolean {
    return this.#trusted.has(name)
  }
}

const lowerCase = (names: Iterable<string>): ReadonlySet<string> =>
  new Set(Array.from(names, (name) => name.toLowerCase()))
