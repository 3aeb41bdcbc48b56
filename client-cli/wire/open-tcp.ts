import { connect, type Socket } from 'node:net'
import { ChatClientError } from '../../client/wire/chat-client-error.ts'
import type { OpenWire } from '../../client/wire/wire.ts'
import type { Address } from './address.ts'
import { SocketWire } from './socket-wire.ts'

/** Lines over plain TCP. */
export function openTcp(address: Address): OpenWire {
  return async (handlers, connectMs, signal) =>
    new SocketWire(await openSocket(address, connectMs, signal), handlers)
}

function openSocket({ host, port }: Address, connectMs: number, signal?: AbortSignal) {
  return new Promise<Socket>((resolve, reject) => {
    const socket = connect({ host, port })
    const fail = (reason: string, cause?: unknown): void => {
      clearTimeout(timer)
      socket.destroy()
      reject(new ChatClientError('unreachable', { message: reason, cause }))
    }
    const onAbort = (): void => fail('closed')
    const onError = (error: NodeJS.ErrnoException): void => fail(error.code ?? error.message, error)
    const timer = setTimeout(() => fail('ETIMEDOUT'), connectMs)
    socket.once('error', onError)
    signal?.addEventListener('abort', onAbort, { once: true })
    socket.once('connect', () => {
      clearTimeout(timer)
      socket.off('error', onError)
      signal?.removeEventListener('abort', onAbort)
      resolve(socket)
    })
    if (signal?.aborted) onAbort()
  })
}
