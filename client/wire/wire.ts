import type { ErrorCode } from '../../protocol/error-codes.ts'
import type { FrameCheck } from './frame-check.ts'

/** A way to the server that carries whole frames: lines over TCP or TLS, messages of a WebSocket. */
export interface Wire {
  readonly isOpen: boolean
  /** For what comes over it. */
  readonly check: FrameCheck
  /** Handed over and not on its way yet. */
  readonly unsentBytes: number
  /** A frame is JSON on one line, without the line's end. What cannot be sent any more is dropped: `onClose` follows. */
  send(frame: string): void
  /** Ends it at once. What comes after this is not handed on. */
  close(): void
}

export interface WireHandlers {
  onFrame(frame: string): void
  /** Something that is no frame came. After `too_large` nothing that follows can be understood. */
  onBroken(code: ErrorCode): void
  /** Something came, perhaps no whole frame yet: the peer lives. For wires that can tell; a frame says it as well. */
  onHeard(): void
  /** Once, with a code of the system or a word of our own; not necessarily after `close`. */
  onClose(reason: string): void
}

/**
 * Opens a wire. Handlers are called from the moment on in which it resolves.
 * Rejects with a ChatClientError: `unreachable`, or a code of its own that says more.
 */
export type OpenWire = (
  handlers: WireHandlers,
  connectMs: number,
  signal?: AbortSignal,
) => Promise<Wire>
