import { createHash, randomBytes } from 'node:crypto'
import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { foldName } from '../protocol/names.ts'
import type { Address } from './wire/address.ts'

/**
 * Tokens are as good as passwords, so each lies in a file of mode 0600 in a folder of mode 0700, one per server and user. Beside
 * them one file per server remembers who logged in last. A file is replaced as a whole, so that a crash leaves the old one or the
 * new one.
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
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    // mkdir leaves a folder alone that is there already.
    await chmod(this.#folder, 0o700)
    await this.#write(this.#tokenFile(user), { server: this.#server, user, token })
    await this.#write(this.#serverFile(), { server: this.#server, user })
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

  async #write(file: string, content: object): Promise<void> {
    const temporary = `${file}.${randomBytes(6).toString('hex')}`
    try {
      // `wx` follows no link and overwrites nothing; the mode holds from the first byte on.
      const handle = await open(temporary, 'wx', 0o600)
      try {
        await handle.writeFile(`${JSON.stringify(content)}\n`)
      } finally {
        await handle.close()
      }
      await rename(temporary, file)
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24)
}
