import type { Event } from '../../protocol/events.ts'
import { type ChatClientError, serverError } from './chat-client-error.ts'
import type { FrameCheck } from './frame-check.ts'

/** What a line from the server can be. */
export type ServerFrame =
  | { kind: 'ok'; id: number; fields: Record<string, unknown> }
  /** Without an `id`: the answer to a request that had none, or to bytes that were no request. */
  | { kind: 'error'; id?: number | undefined; error: ChatClientError }
  | { kind: 'event'; event: Event }
  /** A type that this client does not know: a newer server may say more. */
  | { kind: 'unknown' }
  /** No frame, or a known one with a wrong field. */
  | { kind: 'broken' }

export function parseServerFrame(line: string, check: FrameCheck): ServerFrame {
  const frame = frameOf(line)
  if (typeof frame?.type !== 'string') return { kind: 'broken' }
  const id = typeof frame.id === 'number' ? frame.id : undefined
  if (frame.type === 'ok') {
    return id === undefined ? { kind: 'unknown' } : { kind: 'ok', id, fields: { ...frame } }
  }
  if (frame.type === 'error') {
    const error = serverError(frame)
    return error === undefined ? { kind: 'broken' } : { kind: 'error', id, error }
  }
  const isEvent = check.isEvent(frame.type, frame)
  if (isEvent === undefined) return { kind: 'unknown' }
  return isEvent ? { kind: 'event', event: frame as Event } : { kind: 'broken' }
}

/** What of JSON is no object has no fields either. */
function frameOf(line: string): { type?: unknown; id?: unknown } | null {
  try {
    return JSON.parse(line)
  } catch {
    // It is counted as broken, and what is wrong with it helps nobody here.
    return null
  }
}
