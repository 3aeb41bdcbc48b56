import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { MAX_FRAME_BYTES } from '../../protocol/limits.ts'
import { CLOSE_GRACE_MS } from './byte-stream.ts'
import type { Outbox } from './outbox.ts'
import { WebSocketConnection } from './web-socket-connection.ts'

export const SUB_PROTOCOL = 'teahouse.v1'

/** Above a frame's limit, so that a frame a little too long can still be answered; beyond, nothing is taken in [P-2]. */
const MAX_MESSAGE_BYTES = 2 * MAX_FRAME_BYTES
/** Each part of a message, and each piece in which one arrives, costs more than its bytes. */
const MAX_PARTS = 2_048

/** A variable, because the types of `ws` do not know all of them. */
const OPTIONS = {
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  autoPong: false,
  maxPayload: MAX_MESSAGE_BYTES,
  maxFragments: MAX_PARTS,
  maxBufferedChunks: MAX_PARTS,
  closeTimeout: CLOSE_GRACE_MS,
  handleProtocols: () => SUB_PROTOCOL,
}

/** Makes WebSockets of HTTP connections that asked for one. */
export class WebSocketDoor {
  readonly #outbox: Outbox
  readonly #server = new WebSocketServer(OPTIONS)

  /** `malformed` is told of a request that is no WebSocket's, which is then to be answered. */
  constructor(outbox: Outbox, malformed: (socket: Duplex, why: string) => void) {
    this.#outbox = outbox
    this.#server.on('wsClientError', (error: Error, socket: Duplex) =>
      malformed(socket, error.message),
    )
  }

  /** `opened` is called at once, or never. */
  enter(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    opened: (connection: WebSocketConnection) => void,
  ): void {
    this.#server.handleUpgrade(request, socket, head, (ws) => {
      opened(new WebSocketConnection(ws, socket, this.#outbox))
    })
  }
}
