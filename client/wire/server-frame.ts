import { EVENTS, type Event } from '../../protocol/events.ts'
import { parseFrame } from '../../protocol/parse-frame.ts'
import { ProtocolError } from '../../protocol/protocol-error.ts'
import { ChatClientError } from './chat-client-error.ts'
import { fits } from './fits.ts'

/** What a line from the server can be. */
export type ServerFrame =
  | { kind: 'ok'; id: number; fields: Record<string, unknown> }
  /** Without an `id`: the answer to a request that had none, or to bytes that were no request. */
  | { kind: 'error'; id?: number; error: ChatClientError }
  | { kind: 'event'; event: Event }
  /** A type that this client does not know: a newer server may say more. */
  | { kind: 'unknown' }

interface ErrorFields {
  code: string
  message: string
  field?: string
  retryAfterMs?: number
}

const ERROR = {
  type: 'object',
  required: ['code', 'message'],
  properties: {
    code: { type: 'string' },
    message: { type: 'string' },
    field: { type: 'string' },
    retryAfterMs: { type: 'integer' },
  },
}

const EVENT_SCHEMAS: ReadonlyMap<string, object> = new Map(Object.entries(EVENTS))

/** @throws ProtocolError for a line that is no frame, or a known event with a wrong field */
export function parseServerFrame(line: string): ServerFrame {
  const frame = parseFrame(line) as { type?: unknown; id?: unknown }
  const id = typeof frame.id === 'number' ? frame.id : undefined
  if (typeof frame.type !== 'string') throw new ProtocolError('bad_request')
  if (frame.type === 'ok') {
    return id === undefined ? { kind: 'unknown' } : { kind: 'ok', id, fields: { ...frame } }
  }
  if (frame.type === 'error') {
    if (!fits(ERROR, frame)) throw new ProtocolError('bad_request')
    const error = errorOf(frame as unknown as ErrorFields)
    return id === undefined ? { kind: 'error', error } : { kind: 'error', id, error }
  }
  const schema = EVENT_SCHEMAS.get(frame.type)
  if (schema === undefined) return { kind: 'unknown' }
  if (!fits(schema, frame)) throw new ProtocolError('bad_request')
  return { kind: 'event', event: frame as Event }
}

/** These fields and no others: what else a server writes into a frame must not become an option of ours. */
function errorOf({ code, message, field, retryAfterMs }: ErrorFields): ChatClientError {
  return new ChatClientError(code, {
    message,
    ...(field !== undefined && { field }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  })
}
