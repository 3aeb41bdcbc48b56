import { ChatClientError } from '../../client/wire/chat-client-error.ts'
import type { FrameCheck } from '../../client/wire/frame-check.ts'
import type { OpenWire, Wire } from '../../client/wire/wire.ts'
import { MAX_SERVER_FRAME_BYTES } from '../../protocol/limits.ts'

const SUB_PROTOCOL = 'teahouse.v1'

/** What this server says is what its page was made for. */
const TRUSTING: FrameCheck = { isEvent: () => true, isReply: () => true }

/** The same server that this page came from; over TLS where the page did. */
export function serverUrl({ protocol, host }: Location): string {
  return `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/ws`
}

/** [P-1] Frames as text messages of a WebSocket. */
export function openWebSocket(url: string): OpenWire {
  return (handlers, connectMs, signal) =>
    new Promise<Wire>((resolve, reject) => {
      const socket = new WebSocket(url, SUB_PROTOCOL)
      const life = new AbortController()
      const listen = { signal: life.signal }
      let isOpen = false

      const end = (reason: string): void => {
        if (life.signal.aborted) return
        clearTimeout(timer)
        life.abort()
        signal?.removeEventListener('abort', onAbort)
        // The goodbye of a WebSocket waits for the peer's, and a peer that is gone says none: nobody waits for it here.
        socket.close()
        if (isOpen) handlers.onClose(reason)
        else reject(new ChatClientError('unreachable', { message: reason }))
        isOpen = false
      }
      const onAbort = (): void => end('closed')
      const timer = setTimeout(() => end('no_answer'), connectMs)
      signal?.addEventListener('abort', onAbort)
      // A browser does not tell a page why: that would say too much about the network that it is in.
      socket.addEventListener('error', () => end(isOpen ? 'closed' : 'unreachable'), listen)
      socket.addEventListener('close', ({ reason }) => end(reason || 'closed'), listen)
      socket.addEventListener(
        'message',
        ({ data }: MessageEvent<unknown>) => {
          if (typeof data !== 'string') handlers.onBroken('bad_json')
          // [P-2] In UTF-16 units, so at most as many bytes; the browser has it in memory already.
          else if (data.length > MAX_SERVER_FRAME_BYTES) handlers.onBroken('too_large')
          else handlers.onFrame(data)
        },
        listen,
      )
      socket.addEventListener(
        'open',
        () => {
          clearTimeout(timer)
          isOpen = true
          resolve(wireOf(socket, () => isOpen, end))
        },
        listen,
      )
      if (signal?.aborted === true) onAbort()
    })
}

function wireOf(socket: WebSocket, isOpen: () => boolean, end: (reason: string) => void): Wire {
  return {
    check: TRUSTING,
    get isOpen() {
      return isOpen()
    },
    get unsentBytes() {
      return socket.bufferedAmount
    },
    send(frame) {
      // It may be closing already without having said so.
      if (socket.readyState === WebSocket.OPEN) socket.send(frame)
    },
    close() {
      // As with a socket of Node, what follows from it comes later and not inside this call.
      queueMicrotask(() => end('closed'))
    },
  }
}
