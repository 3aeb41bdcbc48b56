import type { ProtocolError } from '../../protocol/protocol-error.ts'

/** Who is told of what a connection receives. */
export interface ConnectionListener {
  /** Bytes came, whether or not they end a line. */
  heard?(): void
  /** One line [P-1]. May call `pause` and so keep the lines behind it. */
  line(line: string): void
  /** Bytes that are no line: `too_large` (nothing more will come) or `bad_json`. */
  broken(error: ProtocolError): void
  /** All that was sent has left, after `notifyWhenDrained`. */
  drained(): void
  /** The peer will say nothing more, and all it said was handed out: `end` once the last answer is given. */
  ended(): void
  /** Nothing more will come or leave. `reason`: why, where it was not the client who left. */
  closed(reason?: EndReason): void
}

/** It turned out to be HTTP and is somebody else's now; it wanted TLS where there is none; it broke the rules of its framing. */
export type EndReason = 'http' | 'no_tls' | 'bad_json' | 'too_large'
