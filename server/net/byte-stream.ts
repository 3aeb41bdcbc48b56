import type { Duplex } from 'node:stream'

/** A peer that is told goodbye and does not close has this long. */
export const CLOSE_GRACE_MS = 2_000

/** What a connection needs of a socket; `close` follows every end, `allowHalfOpen` is on. */
export type ByteStream = Duplex & { readonly remoteAddress?: string | undefined }

/** An IPv4 client of a socket that listens on IPv6 is still the same client. */
export function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address
}
