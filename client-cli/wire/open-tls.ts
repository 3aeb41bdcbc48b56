import { isIP } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import { ChatClientError } from '../../client/wire/chat-client-error.ts'
import type { OpenWire } from '../../client/wire/wire.ts'
import type { Speech } from '../speech.ts'
import { fingerprintOf } from '../trust/fingerprint.ts'
import type { ServerTrust } from '../trust/server-trust.ts'
import { T } from '../trust/trust-texts.ts'
import { type Address, nameOf } from './address.ts'
import { openSocket, unreachable } from './open-socket.ts'
import { SocketWire } from './socket-wire.ts'

/** A server that speaks no TLS says so like this; one that has never heard of it answers something that is none. */
const REFUSED = /ALERT_HANDSHAKE_FAILURE$/

/** Lines over TLS, to the server that `trust` believes it to be. Nothing is sent to any other, and nothing in plain. */
export function openTls(address: Address, trust: ServerTrust, speech: Speech): OpenWire {
  return async (handlers, connectMs, signal) => {
    await trust.prepare()
    const socket = await openSocket({
      dial: () =>
        // Who signed the certificate is looked at below: nobody has to.
        connect({
          ...address,
          ...(isIP(address.host) === 0 && { servername: address.host }),
          rejectUnauthorized: false,
          minVersion: 'TLSv1.2',
        }),
      ready: 'secureConnect',
      connectMs,
      signal,
      check: (secured) => judge(secured as TLSSocket, trust),
      explain: (error, isConnected) => explain(error, isConnected, nameOf(address), speech),
    })
    return new SocketWire(socket, handlers)
  }
}

function judge(socket: TLSSocket, trust: ServerTrust): void {
  const certificate = socket.getPeerX509Certificate()
  if (certificate === undefined) throw unreachable(new Error('TLS_NO_CERTIFICATE'))
  trust.judge({ key: fingerprintOf(certificate), isVouchedFor: socket.authorized })
}

function explain(
  error: NodeJS.ErrnoException,
  isConnected: boolean,
  server: string,
  speech: Speech,
): ChatClientError {
  const { code = '' } = error
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') {
    const isAlert = code.includes('_ALERT_')
    if (isAlert && !REFUSED.test(code)) {
      const reason = code.replace(/^ERR_SSL_/, '').toLowerCase()
      const sentence = speech.of(T.tlsFailed, { server, reason })
      return new ChatClientError('tls_failed', { message: sentence, cause: error })
    }
    return new ChatClientError('no_tls', {
      message: speech.of(T.noTls, { server }),
      advice: speech.of(T.noTlsAdvice, { server }),
      cause: error,
    })
  }
  // Once there is a connection it is the handshake that fails.
  if (!isConnected) return unreachable(error)
  if (code === 'ETIMEDOUT') return unreachable(new Error('TLS_SILENT', { cause: error }))
  if (code === 'ECONNRESET') return unreachable(new Error('TLS_CUT', { cause: error }))
  return unreachable(error)
}
