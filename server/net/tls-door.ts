import { constants } from 'node:crypto'
import { createServer, type Server, type TLSSocket } from 'node:tls'
import type { Connection } from './connection.ts'
import type { Opening } from './opening.ts'

/** What a handshake needs: both in PEM. */
export interface KeyAndCertificate {
  readonly key: string
  readonly cert: string
}

/** The session's own limit ends a handshake sooner; this is for whoever has none. */
const HANDSHAKE_TIMEOUT_MS = 15_000

/** `fatal handshake_failure`, as a record of TLS: what a client that wants TLS where there is none can understand. */
export const TLS_REFUSAL = '\x15\x03\x01\x00\x02\x02\x28'

type SecuredSocket = TLSSocket & { readonly _parent?: { readonly connection?: Connection } }

/** Does handshakes on sockets that others accepted; it listens nowhere itself. */
export class TlsDoor {
  readonly #server: Server

  /** @throws Error when key and certificate cannot be used together */
  constructor(material: KeyAndCertificate, inside: Opening) {
    this.#server = createServer({
      ...contextOf(material),
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      // The socket's own say; without it a client that closes its side first would not get its answers.
      allowHalfOpen: true,
    })
    this.#server.on('secureConnection', (socket: SecuredSocket) => {
      // Node does not say in public which socket a handshake was for. Without an answer nobody would ever read from this one.
      const connection = socket._parent?.connection
      if (connection === undefined) socket.destroy()
      else connection.secured(socket, inside)
    })
  }

  /** `bytes`: the beginning of the client's hello. */
  enter(connection: Connection, bytes: Buffer): void {
    this.#server.emit('connection', connection.giveToTls(bytes))
  }

  /** For handshakes from now on. @throws as the constructor does */
  renew(material: KeyAndCertificate): void {
    this.#server.setSecureContext(contextOf(material))
  }
}

function contextOf({ key, cert }: KeyAndCertificate): object {
  return {
    ...{ key, cert, minVersion: 'TLSv1.2' },
    // A handshake costs the server more than the client: one for each connection.
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
  }
}
