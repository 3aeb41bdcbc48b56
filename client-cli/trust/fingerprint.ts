import { createHash, type X509Certificate } from 'node:crypto'

const FINGERPRINT = /^SHA256:([A-Za-z0-9+/]{43})=?$/i

/** What people compare, written as ssh writes it. It is the key's, so that a certificate that is renewed with its key keeps it. */
export function fingerprintOf({ publicKey }: X509Certificate): string {
  const der = publicKey.export({ type: 'spki', format: 'der' })
  return `SHA256:${createHash('sha256').update(der).digest('base64').replace('=', '')}`
}

/** As it was typed or pasted; `undefined` for what is no fingerprint. */
export function parseFingerprint(text: string): string | undefined {
  const digest = FINGERPRINT.exec(text.trim())?.[1]
  return digest === undefined ? undefined : `SHA256:${digest}`
}
