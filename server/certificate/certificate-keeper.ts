import { X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import type { ServerConfig } from '../config.ts'
import type { Logger } from '../log.ts'
import type { KeyAndCertificate } from '../net/tls-door.ts'
import { fingerprintOf } from './fingerprint.ts'
import { givenCertificate } from './given-certificate.ts'
import { machineNames } from './machine-names.ts'
import { ownCertificate } from './own-certificate.ts'

const LOOK_EVERY_MS = 24 * 3_600_000

export type CertificateConfig = Pick<ServerConfig, 'dataFolder' | 'tlsFiles'>

/** The certificate in use, which is looked after while the server runs. */
export class CertificateKeeper {
  readonly #config: CertificateConfig
  readonly #log: Logger
  #material: KeyAndCertificate
  #parsed: X509Certificate
  #timer: NodeJS.Timeout | undefined

  /** @throws ConfigError for what the operator must mend */
  static async open(config: CertificateConfig, log: Logger): Promise<CertificateKeeper> {
    return new CertificateKeeper(config, log, await read(config))
  }

  private constructor(config: CertificateConfig, log: Logger, material: KeyAndCertificate) {
    this.#config = config
    this.#log = log
    this.#material = material
    this.#parsed = new X509Certificate(material.cert)
    this.#warnOfEnd()
  }

  get material(): KeyAndCertificate {
    return this.#material
  }

  /** What clients know the server by. */
  get fingerprint(): string {
    return fingerprintOf(this.#material.key)
  }

  /** Whether it is made out to that name. */
  isFor(name: string): boolean {
    return this.#parsed.checkHost(name) !== undefined
  }

  /** Looks once a day whether there is a newer one, or should be. `renewed` gets it; may throw, and then the former one stays. */
  start(renewed: (material: KeyAndCertificate) => void): void {
    this.#timer = setInterval(() => void this.look(renewed), LOOK_EVERY_MS).unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** Never rejects: the certificate that is there goes on. */
  async look(renewed: (material: KeyAndCertificate) => void): Promise<void> {
    try {
      const material = await read(this.#config)
      if (material.cert === this.#material.cert && material.key === this.#material.key) {
        return this.#warnOfEnd()
      }
      renewed(material)
      this.#material = material
      this.#parsed = new X509Certificate(material.cert)
      this.#log.info({ until: this.#parsed.validTo }, 'the certificate was renewed')
    } catch (error) {
      this.#log.warn({ err: error }, 'the certificate could not be renewed')
    }
  }

  #warnOfEnd(): void {
    const { validTo } = this.#parsed
    if (Date.parse(validTo) > Date.now()) return
    this.#log.warn({ until: validTo }, 'the certificate has expired: clients will refuse it')
  }
}

function read({ tlsFiles, dataFolder }: CertificateConfig): Promise<KeyAndCertificate> {
  if (tlsFiles !== undefined) return givenCertificate(tlsFiles)
  return ownCertificate(join(dataFolder, 'tls'), Date.now(), machineNames())
}
