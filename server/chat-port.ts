import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { ProtocolError } from '../protocol/protocol-error.ts'
import { CertificateKeeper } from './certificate/certificate-keeper.ts'
import { lanAddresses, machineNames } from './certificate/machine-names.ts'
import type { Clock } from './clock.ts'
import type { ServerConfig } from './config.ts'
import type { Logger } from './log.ts'
import type { Tally } from './metrics/tally.ts'
import { Acceptor } from './net/acceptor.ts'
import type { Connection } from './net/connection.ts'
import { Opening, type Ways } from './net/opening.ts'
import { TLS_REFUSAL, TlsDoor } from './net/tls-door.ts'
import type { WebSocketConnection } from './net/web-socket-connection.ts'
import { SUB_PROTOCOL, WebSocketDoor } from './net/web-socket-door.ts'
import { packageRoot } from './package-root.ts'
import { lastAnswer } from './web/answer.ts'
import { HostNames } from './web/host-names.ts'
import { Site } from './web/site.ts'
import { WebDoor } from './web/web-door.ts'

const NEEDS_TLS = 'This server takes only TLS: connect with it.'

const WILDCARDS: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

export interface ChatPortParts {
  config: ServerConfig
  clock: Clock
  log: Logger
  tally: Tally
  maxConnections: number
  /** Every connection on which frames may come, whatever carries them. */
  accept(connection: Connection | WebSocketConnection): void
}

/** What takes time before the port can open. */
export interface Prepared {
  /** Undefined: no TLS. */
  certificate: CertificateKeeper | undefined
  site: Site
}

/**
 * The one port of all clients: lines, TLS, HTTP and WebSockets, told apart by their first bytes. A connection is accepted before anything is known of it, so that what bounds the
 * silent and the slow bounds it from its first moment.
 */
export class ChatPort {
  readonly #parts: ChatPortParts
  readonly #certificate: CertificateKeeper | undefined
  readonly #acceptor: Acceptor
  readonly #tls: TlsDoor | undefined
  readonly #web: WebDoor
  readonly #webSockets: WebSocketDoor
  #address: AddressInfo | undefined

  /** @throws ConfigError when the certificate cannot be used */
  static async prepare(config: ServerConfig, log: Logger): Promise<Prepared> {
    const [certificate, site] = await Promise.all([
      config.tls === 'off' ? undefined : CertificateKeeper.open(config, log),
      Site.load(join(packageRoot, 'dist', 'web', 'site')),
    ])
    return { certificate, site }
  }

  constructor({ certificate, site }: Prepared, parts: ChatPortParts) {
    const { config, log, maxConnections } = parts
    this.#parts = parts
    this.#certificate = certificate
    this.#acceptor = new Acceptor(
      (connection) => parts.accept(connection),
      (error, count) => log.warn({ reason: error.message, count }, 'no room for connections'),
      maxConnections,
      new Opening(this.#ways(config.tls === 'required')),
    )
    const inside: Ways = { ...this.#ways(false), tls: refuseTls }
    this.#tls = certificate && new TlsDoor(certificate.material, new Opening(inside))
    this.#web = this.#openWeb(site)
    this.#webSockets = new WebSocketDoor(this.#acceptor.outbox, (socket, why) =>
      this.#web.refuse(socket, 'malformed', lastAnswer(400, `${why}.`)),
    )
  }

  async listen(): Promise<AddressInfo> {
    const { host, port } = this.#parts.config
    this.#address = await this.#acceptor.listen(host, port)
    this.#certificate?.start((material) => this.#tls?.renew(material))
    return this.#address
  }

  /** What `listening` says of the port, beside its address. */
  get notices(): string[] {
    if (this.#address === undefined) return []
    const web = `web=${addressText(this.#scheme, this.#address)}`
    return this.fingerprint === undefined ? [web] : [`tls=${this.fingerprint}`, web]
  }

  /** What people type into a browser. A port that is open on every address is named by those that other machines see. */
  get pages(): string[] {
    const at = this.#address
    if (at === undefined) return []
    if (!WILDCARDS.has(at.address)) return [addressText(this.#scheme, at)]
    return [...lanAddresses(), 'localhost'].map((host) => `${this.#scheme}://${host}:${at.port}`)
  }

  get #scheme(): 'http' | 'https' {
    return this.#parts.config.tls === 'required' ? 'https' : 'http'
  }

  get fingerprint(): string | undefined {
    return this.#certificate?.fingerprint
  }

  /** Connections that could not be accepted. */
  get failures(): number {
    return this.#acceptor.failures
  }

  get httpConnections(): number {
    return this.#web.size
  }

  /** Writes now what waits for the end of the tick. */
  flush(): void {
    this.#acceptor.outbox.flush()
  }

  /** Called about once a second. */
  sweep(): void {
    this.#web.sweep()
  }

  /** Takes nobody new; what speaks HTTP is hung up on, sessions live on. */
  close(): void {
    this.#certificate?.stop()
    this.#acceptor.close()
    this.#web.close()
  }

  #ways(requiresTls: boolean): Ways {
    return {
      lines: (connection, bytes) => {
        if (requiresTls) connection.broken(new ProtocolError('forbidden', NEEDS_TLS))
        else connection.read(bytes)
      },
      tls: (connection, bytes) => {
        if (this.#tls === undefined) refuseTls(connection)
        else this.#tls.enter(connection, bytes)
      },
      http: (connection, bytes) => {
        this.#web.enter(connection.giveAway(bytes, 'http'), connection.remoteAddress)
      },
    }
  }

  #openWeb(site: Site): WebDoor {
    const { config, clock, tally } = this.#parts
    const ofCertificate = (name: string): boolean => this.#certificate?.isFor(name) ?? false
    const names = new HostNames(machineNames().names, config.names, ofCertificate)
    const answered = (status: number): void =>
      tally.httpAnswers.add(`${Math.floor(status / 100)}xx`)
    return new WebDoor({
      policy: { names, requiresTls: config.tls === 'required' },
      site,
      subProtocol: SUB_PROTOCOL,
      maxPerAddress: config.maxPendingPerAddress,
      monotonicMs: () => clock.monotonicMs(),
      answered,
      refused: (reason) => tally.upgradesRefused.add(reason),
      upgrade: (request, socket, head) =>
        this.#webSockets.enter(request, socket, head, (connection) => {
          answered(101)
          this.#parts.accept(connection)
        }),
    })
  }
}

const refuseTls = (connection: Connection): void => connection.refuse(TLS_REFUSAL, 'no_tls')

/** An address in use, as `listening` shows it. */
export function addressText(scheme: string, { address, family, port }: AddressInfo): string {
  return `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}
