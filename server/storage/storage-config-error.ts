/**
 * The operator's settings cannot work: a wrong password, a file where a folder must be, a database newer than the program. The message is one
 * sentence for the operator and never holds the password. Trying again without changing something is of no use.
 */
export class StorageConfigError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StorageConfigError'
  }
}
