/**
 * The database cannot be reached, or cannot take a write (its disk is full, say). Whether the work was done is unknown: ask again. Answered as
 * `unavailable`.
 */
export class StorageUnavailable extends Error {
  readonly #underWay: Promise<unknown> | undefined

  constructor(message: string, options?: ErrorOptions & { underWay?: Promise<unknown> }) {
    super(message, options)
    this.name = 'StorageUnavailable'
    this.#underWay = options?.underWay
  }

  /** The work itself, where only the wait for it was given up: it may yet be done. Settles when nothing more comes of it, and never rejects. */
  get underWay(): Promise<unknown> | undefined {
    return this.#underWay
  }
}

export const isOutage = (error: unknown): boolean => error instanceof StorageUnavailable

/** What may still be done after such a failure. */
export const underWay = (error: unknown): Promise<unknown> | undefined =>
  error instanceof StorageUnavailable ? error.underWay : undefined
