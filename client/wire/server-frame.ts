import type { Event } from '../../protocol/events.ts'
import { parseFrame } from '../../protocol/parse-frame.ts'
import { ProtocolError } from '../../protocol/protocol-error.ts'
import { ChatClientError } from './chat-client-error.ts'
import type { FrameCheck } from './frame-check.ts'

/** What a line from the server can be. */
export type ServerFrame =
  | { kind: 'ok'; id: number; fields: Record<string, unknown> }
  /** Without an `id`: the answer to a request that had none, or to bytes that were no request. */
  | { kind: 'error'; id?: number; error: ChatClientError }
  | { kind: 'event'; event: Event }
  /** A type that this client does not know: a newer server may say more. */
  | { kind: 'unknown' }

/** @throws ProtocolError for a line that is no frame, or a known event with a wrong field */
export function parseServerFrame(line: string, check: FrameCheck): ServerFrame {
  const frame = parseFrame(line) as { type?: unknown; id?: unknown }
  const id = typeof frame.id === 'number' ? frame.id : undefined
  if (typeof frame.type !== 'string') throw new ProtocolError('bad_request')
  if (frame.type === 'ok') {
    return id === undefined ? { kind: 'unknown' } : { kind: 'ok', id, fields: { ...frame } }
  }
  if (frame.type === 'error') {
    const error = errorOf(frame)
    return id === undefined ? { kind: 'error', error } : { kind: 'error', id, error }
  }
  const isEvent = check.isEvent(frame.type, frame)
  if (isEvent === undefined) return { kind: 'unknown' }
  if (!isEvent) throw new ProtocolError('bad_request')
  return { kind: 'event', event: frame as Event }
}

/** These fields and no others: what else a server writes into a frame must not become an option of ours. */
function errorOf(frame: object): ChatClientError {
  const { code, message, field, retryAfterMs } = frame as Record<string, unknown>
  if (typeof code !== 'string' || typeof message !== 'string') {
    throw new ProtocolError('bad_request')
  }
  return new ChatClientError(code, {
    message,
    ...(typeof field === 'string' && { field }),
    ...(Number.isSafeInteger(retryAfterMs) && { retryAfterMs: retryAfterMs as number }),
  })
}
