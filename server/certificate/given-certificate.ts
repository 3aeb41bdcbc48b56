import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import { ConfigError, type ConfigProblem } from '../config.ts'
import type { KeyAndCertificate } from '../net/tls-door.ts'

/** The operator's own certificate. Both are paths; the first certificate of a chain is the server's. */
export interface CertificateFiles {
  readonly cert: string
  readonly key: string
}

/** @throws ConfigError with all that is wrong with them; it says nothing of what the key's file holds */
export async function givenCertificate(files: CertificateFiles): Promise<KeyAndCertificate> {
  const problems: ConfigProblem[] = []
  const read = async <T>(
    option: 'tls-cert' | 'tls-key',
    path: string,
    parse: (pem: string) => T,
    what: string,
  ): Promise<{ pem: string; parsed: T | undefined }> => {
    const pem = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      problems.push({ option, message: `cannot be read: ${error.code}` })
    })
    if (pem === undefined) return { pem: '', parsed: undefined }
    try {
      return { pem, parsed: parse(pem) }
    } catch {
      problems.push({ option, message: `holds no ${what} in PEM` })
      return { pem, parsed: undefined }
    }
  }
  const cert = await read('tls-cert', files.cert, certificateOf, 'certificate')
  const key = await read('tls-key', files.key, privateKeyOf, 'private key without a passphrase')
  if (cert.parsed !== undefined && key.parsed !== undefined) {
    const problem = misfit(cert.parsed, key.parsed) ?? unusable(cert.pem, key.pem)
    if (problem !== undefined) problems.push(problem)
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return { cert: cert.pem, key: key.pem }
}

const certificateOf = (pem: string): X509Certificate => new X509Certificate(pem)
const privateKeyOf = (pem: string): KeyObject => createPrivateKey(pem)

function misfit(certificate: X509Certificate, key: KeyObject): ConfigProblem | undefined {
  if (certificate.checkPrivateKey(key)) return undefined
  return { option: 'tls-key', message: 'is not the key of the certificate in --tls-cert' }
}

/** What TLS itself says, of a key that is too short for example. */
function unusable(cert: string, key: string): ConfigProblem | undefined {
  try {
    createSecureContext({ cert, key })
    return undefined
  } catch (error) {
    return { option: 'tls-cert', message: `cannot be used: ${(error as Error).message}` }
  }
}
