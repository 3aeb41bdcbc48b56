import { createHash, createPublicKey } from 'node:crypto'

/**
 * What people compare, written as ssh writes it. It is the key's and not the certificate's: a certificate that is renewed with
 * the same key keeps it.
 */
export function fingerprintOf(keyPem: string): string {
  const publicKey = createPublicKey(keyPem).export({ type: 'spki', format: 'der' })
  const digest = createHash('sha256').update(publicKey).digest('base64')
  return `SHA256:${digest.replace(/=+$/, '')}`
}
