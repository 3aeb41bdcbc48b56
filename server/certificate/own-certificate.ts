import { createPrivateKey, generateKeyPair, X509Certificate } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ConfigError } from '../config.ts'
import type { KeyAndCertificate } from '../net/tls-door.ts'
import { makeCertificate } from '../workers/make-certificate.ts'
import type { MachineNames } from './machine-names.ts'
import { writeWhole } from './write-whole.ts'

const DAY_MS = 24 * 3_600_000
const LIFE_MS = 730 * DAY_MS
const RENEW_BEFORE_MS = 30 * DAY_MS
/** Clients whose clocks are behind would else find it not valid yet. */
const CLOCK_SLACK_MS = DAY_MS

/**
 * The certificate that the server makes for itself, in a folder of its own: made where there is none, and anew, with the same key, where it does not fit that
 * key, ends soon, or lacks one of `wanted`. So it does not matter between which two writes a start was killed.
 * @throws ConfigError where the disk does not let us, or the key is none
 */
export async function ownCertificate(
  folder: string,
  nowMs: number,
  wanted: MachineNames,
): Promise<KeyAndCertificate> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const key = await ownKey(join(folder, 'key.pem'))
    const file = join(folder, 'cert.pem')
    const there = await textOf(file)
    if (there !== undefined && isGood(there, key, nowMs, wanted)) return { key, cert: there }
    const cert = await makeCertificate({
      ...{ keyPem: key, names: wanted.names, addresses: wanted.addresses },
      ...{ fromMs: nowMs - CLOCK_SLACK_MS, untilMs: nowMs + LIFE_MS },
    })
    await writeWhole(file, cert)
    return { key, cert }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (error instanceof ConfigError || code === undefined || !/^E[A-Z]+$/.test(code)) throw error
    throw new ConfigError([{ option: 'data', message: `cannot hold the certificate: ${message}` }])
  }
}

async function ownKey(file: string): Promise<string> {
  const there = await textOf(file)
  if (there === undefined) {
    const { privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' })
    const made = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    await writeWhole(file, made)
    return made
  }
  try {
    createPrivateKey(there)
    return there
  } catch {
    // Never replaced on our own: clients know the server by it.
    const message = `${file} is no private key: bring it back, or remove it and have clients trust a new one`
    throw new ConfigError([{ option: 'data', message }])
  }
}

function isGood(pem: string, key: string, nowMs: number, wanted: MachineNames): boolean {
  try {
    const certificate = new X509Certificate(pem)
    return (
      certificate.checkPrivateKey(createPrivateKey(key)) &&
      Date.parse(certificate.validTo) - nowMs > RENEW_BEFORE_MS &&
      wanted.names.every((name) => certificate.checkHost(name) !== undefined) &&
      wanted.addresses.every((address) => certificate.checkIP(address) !== undefined)
    )
  } catch {
    // No certificate at all.
    return false
  }
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
