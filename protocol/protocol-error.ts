import { ERROR_CODES, type ErrorCode } from './error-codes.ts'

/** The peer broke the rules of the wire. Answered with an `error`, counted, and fatal where the clause says so. */
export class ProtocolError extends Error {
  readonly code: ErrorCode
  readonly field: string | undefined

  constructor(code: ErrorCode, message: string = ERROR_CODES[code], field?: string) {
    super(message)
    this.name = 'ProtocolError'
    this.code = code
    this.field = field
  }
}
