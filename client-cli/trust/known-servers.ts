import { readFile } from 'node:fs/promises'
import { writePrivateFile } from '../private-file.ts'
import { parseFingerprint } from './fingerprint.ts'

/** By `host:port`. */
type Keys = Record<string, { key: string; since: string }>

/** The keys of the servers that this person has been to, in one file that can be read and mended by hand. */
export class KnownServers {
  readonly file: string

  constructor(file: string) {
    this.file = file
  }

  /**
   * The fingerprint of that server's key; `undefined` when it was never met.
   * Rejects when the file is there and cannot be read or understood: to go on would be to trust whoever answers.
   */
  async key(server: string): Promise<string | undefined> {
    const keys = await this.#read()
    return Object.hasOwn(keys, server) ? keys[server]?.key : undefined
  }

  /** Rejects when it cannot be written. */
  async remember(server: string, key: string, now: Date): Promise<void> {
    // Read anew: another client may have met another server meanwhile.
    const keys = await this.#read()
    const next = { ...keys, [server]: { key, since: now.toISOString() } }
    await writePrivateFile(this.file, `${JSON.stringify(next, undefined, 2)}\n`)
  }

  async #read(): Promise<Keys> {
    let text: string
    try {
      text = await readFile(this.file, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
      throw error
    }
    const keys: unknown = JSON.parse(text)
    if (!isKeys(keys)) throw new SyntaxError('not a list of keys')
    return keys
  }
}

function isKeys(value: unknown): value is Keys {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.values(value).every((entry: unknown) => {
    const key = (entry as { key?: unknown } | null)?.key
    return typeof key === 'string' && parseFingerprint(key) !== undefined
  })
}
