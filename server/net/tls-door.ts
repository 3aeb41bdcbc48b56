import { constants } from 'node:crypto'
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls'
import type { ByteStream } from './byte-stream.ts'
import type { Connection } from './connection.ts'
import type { Opening } from './opening.ts'

/** What a handshake needs: both in PEM. */
export interface KeyAndCertificate {
  readonly key: string
  readonly cert: string
}

/** `fatal handshake_failure`, as a record of TLS: what a client that wants TLS where there is none can understand. */
export const TLS_REFUSAL = '\x15\x03\x01\x00\x02\x02\x28'

/** Does handshakes on sockets that others accepted. */
export class TlsDoor {
  readonly #inside: Opening
  #context: SecureContext

  /** @throws Error when key and certificate cannot be used together */
  constructor(material: KeyAndCertificate, inside: Opening) {
    this.#inside = inside
    this.#context = contextOf(material)
  }

  /** `bytes`: the beginning of the client's hello. */
  enter(connection: Connection, bytes: Buffer): void {
    connection.wrap(bytes, this.#secure, this.#inside)
  }

  /** For handshakes from now on. @throws as the constructor does */
  renew(material: KeyAndCertificate): void {
    this.#context = contextOf(material)
  }

  /** Not by a tls.Server: that shows a socket only when its handshake is done, and until then nobody would hear that the client has gone. */
  readonly #secure = (socket: ByteStream): ByteStream => {
    const options = { isServer: true, secureContext: this.#context }
    const secured = new TLSSocket(socket, options)
    // What goes wrong in the handshake destroys the socket by itself; what goes wrong behind it is only told, to the server that it was made by.
    secured.on('_tlsError', destroy)
    return secured
  }
}

function destroy(this: TLSSocket): void {
  this.destroy()
}

function contextOf({ key, cert }: KeyAndCertificate): SecureContext {
  return createSecureContext({
    ...{ key, cert, minVersion: 'TLSv1.2' },
    // A handshake costs the server more than the client: one for each connection.
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
  })
}
