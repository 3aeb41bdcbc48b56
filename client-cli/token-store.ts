import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { foldName } from '../protocol/names.ts'
import { writePrivateFile } from './private-file.ts'
import type { Address } from './wire/address.ts'

/**
 * Tokens are as good as passwords, so each lies in a file of mode 0600 in a folder of mode 0700, one per server and user. Beside
 * them one file per server remembers who logged in last.
 */
export class TokenStore {
  readonly #folder: string
  readonly #server: string

  constructor(folder: string, { host, port }: Address) {
    this.#folder = folder
    this.#server = `${host}:${port}`
  }

  /** `undefined` when there is none, or it cannot be read: then the password is asked for. */
  async token(user: string): Promise<string | undefined> {
    return await this.#field(this.#tokenFile(user), 'token')
  }

  async lastUser(): Promise<string | undefined> {
    return await this.#field(this.#serverFile(), 'user')
  }

  /** Rejects when the folder cannot be written. */
  async save(user: string, token: string): Promise<void> {
    const server = this.#server
    await writePrivateFile(this.#tokenFile(user), asText({ server, user, token }))
    await writePrivateFile(this.#serverFile(), asText({ server, user }))
  }

  /** Forgets that this user was here. Silent when there is nothing to forget. */
  async forget(user: string): Promise<void> {
    await rm(this.#tokenFile(user), { force: true })
    await rm(this.#serverFile(), { force: true })
  }

  // Names may be of any script and 32 letters long, more bytes than a file name takes: hence a hash.
  #tokenFile(user: string): string {
    return join(this.#folder, `token-${digest(`${this.#server}/${foldName(user)}`)}.json`)
  }

  #serverFile(): string {
    return join(this.#folder, `server-${digest(this.#server)}.json`)
  }

  async #field(file: string, name: string): Promise<string | undefined> {
    try {
      const content: unknown = JSON.parse(await readFile(file, 'utf8'))
      const value: unknown = (content as Record<string, unknown> | null)?.[name]
      return typeof value === 'string' ? value : undefined
    } catch {
      // Missing, unreadable or damaged: the same as never having logged in.
      return undefined
    }
  }
}

const asText = (content: object): string => `${JSON.stringify(content)}\n`

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24)
}
