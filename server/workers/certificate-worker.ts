// Runs on: certificate worker
import { createPublicKey } from 'node:crypto'
import { generate } from 'selfsigned'

export interface CertificateOrder {
  /** A private key on P-256, which signs. */
  keyPem: string
  names: readonly string[]
  addresses: readonly string[]
  fromMs: number
  untilMs: number
}

/** As the standard for certificates numbers them. */
const DNS = 2
const IP = 7

/** What Piscina calls. @returns the certificate in PEM */
export async function handle(order: CertificateOrder): Promise<string> {
  const { keyPem, names, addresses, fromMs, untilMs } = order
  const publicKey = createPublicKey(keyPem).export({ type: 'spki', format: 'pem' }).toString()
  const altNames = [
    ...names.map((value) => ({ type: DNS, value }) as const),
    ...addresses.map((ip) => ({ type: IP, ip }) as const),
  ]
  const { cert } = await generate([{ name: 'commonName', value: 'teahouse' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    keyPair: { privateKey: keyPem, publicKey },
    notBeforeDate: new Date(fromMs),
    notAfterDate: new Date(untilMs),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  })
  return `${cert.trimEnd()}\n`
}
