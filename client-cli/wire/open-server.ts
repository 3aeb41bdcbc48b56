import { join } from 'node:path'
import type { OpenWire } from '../../client/wire/wire.ts'
import type { ChatOptions } from '../chat-options.ts'
import type { Speech } from '../speech.ts'
import { KnownServers } from '../trust/known-servers.ts'
import { ServerTrust, type ServerTrustOptions } from '../trust/server-trust.ts'
import { nameOf } from './address.ts'
import { openTcp } from './open-tcp.ts'
import { openTls } from './open-tls.ts'

/** Which server, and how it is to be reached. */
export type Destination = Pick<
  ChatOptions,
  'host' | 'port' | 'withoutTls' | 'trustedKey' | 'tokenFolder'
>

export interface Route {
  open: OpenWire
  /** The fingerprint of the key by which the server is known; `undefined` without TLS, and before it was met. */
  key(): string | undefined
}

/** The way to the server that was asked for: TLS, unless the person said that none is wanted. */
export function openServer(
  options: Destination,
  speech: Speech,
  tell: ServerTrustOptions['tell'],
): Route {
  if (options.withoutTls) return { open: openTcp(options), key: () => undefined }
  const { tokenFolder, trustedKey: trusted } = options
  const known = new KnownServers(join(tokenFolder, 'known-servers.json'))
  const trust = new ServerTrust({ server: nameOf(options), known, trusted, speech, tell })
  const open = openTls({ host: options.host, port: options.port }, trust, speech)
  return { open, key: () => trust.key }
}
