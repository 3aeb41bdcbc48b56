import { ERROR_CODES, type ErrorCode } from '../protocol/error-codes.ts'

export interface ChatErrorOptions {
  /** What people read; the code's own sentence by default. */
  message?: string
  /** Which field of the request is wrong. */
  field?: string
  retryAfterMs?: number
  cause?: unknown
}

/** The user asked for what cannot be: becomes the `error` reply of the request [P-5]. Anything else thrown is an outage or a bug. */
export class ChatError extends Error {
  readonly code: ErrorCode
  readonly field: string | undefined
  readonly retryAfterMs: number | undefined

  constructor(code: ErrorCode, options: ChatErrorOptions = {}) {
    super(options.message ?? ERROR_CODES[code], { cause: options.cause })
    this.name = 'ChatError'
    this.code = code
    this.field = options.field
    this.retryAfterMs = options.retryAfterMs
  }
}
