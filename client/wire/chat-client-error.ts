import { type ErrorCode, RETRY_CODES } from '../../protocol/error-codes.ts'

/** What can go wrong on this side of the wire, with the sentence for people; of what the server finds wrong it brings its own. */
export const LOCAL_CODES = {
  unreachable: 'The server cannot be reached.',
  offline: 'Not connected to the server.',
  connection_lost: 'The connection was lost before the answer came.',
  bad_reply: 'The server sent an answer that makes no sense.',
  too_large: 'This is more than the server takes at once.',
  too_many_requests: 'Too many requests wait for an answer.',
  outbox_full: 'Too many messages wait to be sent.',
  text_too_long: 'This message is too long.',
} as const

export type LocalCode = keyof typeof LOCAL_CODES
/** A newer server may know codes that this client does not. */
export type ClientErrorCode = ErrorCode | LocalCode | (string & {})

export interface ChatClientErrorOptions {
  message?: string
  field?: string
  retryAfterMs?: number
  isFinal?: boolean
  advice?: string
  cause?: unknown
}

/** A server that asks for more patience than this is not obeyed: the person would think that the client is dead. */
const MAX_RETRY_AFTER_MS = 60_000
const DEFAULT_RETRY_AFTER_MS = 1_000

/** Why a request failed, whoever found out: the server (`error` reply) or this side. */
export class ChatClientError extends Error {
  readonly code: ClientErrorCode
  readonly field: string | undefined
  readonly retryAfterMs: number | undefined
  /** The code says "nothing was done, try again"; `retryAfterMs` is set then. */
  readonly isRetryable: boolean
  /** Trying again is of no use, or not safe: the client does not come back from this by itself. */
  readonly isFinal: boolean
  /** What the person can do about it, in lines of this side's own making. */
  readonly advice: string | undefined

  constructor(code: ClientErrorCode, options: ChatClientErrorOptions = {}) {
    super(options.message ?? sentenceOf(code), { cause: options.cause })
    this.name = 'ChatClientError'
    this.code = code
    this.field = options.field
    this.isFinal = options.isFinal ?? false
    this.advice = options.advice
    this.isRetryable = RETRY_CODES.has(code as ErrorCode)
    const retryAfterMs =
      options.retryAfterMs ?? (this.isRetryable ? DEFAULT_RETRY_AFTER_MS : undefined)
    this.retryAfterMs = retryAfterMs === undefined ? undefined : patience(retryAfterMs)
  }
}

export function asClientError(error: unknown): ChatClientError {
  if (error instanceof ChatClientError) return error
  return new ChatClientError('internal', { message: String(error), cause: error })
}

/**
 * What the server says went wrong, in an `error` or a `bye`; `undefined` when it does not say so properly. These fields and no others: what
 * else it writes into a frame must not become an option of ours.
 */
export function serverError(frame: object): ChatClientError | undefined {
  const { code, message, field, retryAfterMs } = frame as Record<string, unknown>
  if (typeof code !== 'string' || typeof message !== 'string') return undefined
  return new ChatClientError(code, {
    message,
    ...(typeof field === 'string' && { field }),
    ...(Number.isSafeInteger(retryAfterMs) && { retryAfterMs: retryAfterMs as number }),
  })
}

/** A waiting time from the peer, made sane. */
export function patience(retryAfterMs: number): number {
  return Math.min(Math.max(0, retryAfterMs), MAX_RETRY_AFTER_MS)
}

const sentenceOf = (code: ClientErrorCode): string =>
  Object.hasOwn(LOCAL_CODES, code) ? LOCAL_CODES[code as LocalCode] : code
