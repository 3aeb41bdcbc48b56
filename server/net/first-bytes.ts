export type Speech = 'tls' | 'http' | 'lines'

const TLS_HANDSHAKE = 0x16
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'CONNECT', 'TRACE']
/** A method and the space behind it. No frame begins like that: it begins with `{` or a blank. */
const STARTS = METHODS.map((method) => `${method} `)
const LONGEST = Math.max(...STARTS.map((start) => start.length))

/**
 * What a client speaks, by the first bytes that it said. Undefined: it may still become HTTP, so ask again with more; that is never so
 * with 8 bytes. Everything that is neither TLS nor HTTP is taken for lines, whose decoder says what is wrong with it [P-3].
 */
export function speechOf(bytes: Uint8Array): Speech | undefined {
  if (bytes[0] === TLS_HANDSHAKE) return 'tls'
  if (bytes[0] === undefined) return undefined
  const text = String.fromCharCode(...bytes.subarray(0, LONGEST))
  if (STARTS.some((start) => text.startsWith(start))) return 'http'
  return STARTS.some((start) => start.startsWith(text)) ? undefined : 'lines'
}
