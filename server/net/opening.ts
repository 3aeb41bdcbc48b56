import type { Connection } from './connection.ts'
import { type Speech, speechOf } from './first-bytes.ts'

/** What becomes of a connection once it is known what its client speaks. `bytes` is all that was said so far, read by nobody yet. */
export type Ways = Readonly<Record<Speech, (connection: Connection, bytes: Buffer) => void>>

/** How a connection begins: its first bytes say what it is. One object serves all connections of a port, but for those whose first bytes come singly. */
export class Opening {
  readonly #ways: Ways
  readonly #bytes: Buffer | undefined

  constructor(ways: Ways, bytes?: Buffer) {
    this.#ways = ways
    this.#bytes = bytes
  }

  /** @returns what to ask when more has come; undefined: the connection went its way. */
  take(connection: Connection, chunk: Buffer): Opening | undefined {
    const bytes = this.#bytes === undefined ? chunk : Buffer.concat([this.#bytes, chunk])
    const speech = speechOf(bytes)
    if (speech === undefined) return new Opening(this.#ways, bytes)
    this.#ways[speech](connection, bytes)
    return undefined
  }
}
