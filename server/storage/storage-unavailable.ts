/**
 * The database cannot be reached, or cannot take a write (its disk is full, say). Whether the work was done is unknown: ask again. Answered as
 * `unavailable`.
 */
export class StorageUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StorageUnavailable'
  }
}
