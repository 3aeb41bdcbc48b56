import type { Socket } from 'node:net'
import { ChatClientError } from '../../client/wire/chat-client-error.ts'

export interface Opening {
  /** Begins to connect. */
  dial(): Socket
  /** The event after which it can be used. */
  ready: 'connect' | 'secureConnect'
  connectMs: number
  signal: AbortSignal | undefined
  /** Looks at the socket when it is ready; what it throws is why it is not used. */
  check?(socket: Socket): void
  /** What is wrong when it did not become ready. */
  explain?(error: NodeJS.ErrnoException, isConnected: boolean): ChatClientError
}

/** @throws ChatClientError, after which the socket is gone */
export function openSocket(opening: Opening): Promise<Socket> {
  const { connectMs, signal, explain = unreachable } = opening
  return new Promise((resolve, reject) => {
    const socket = opening.dial()
    let isConnected = false
    socket.once('connect', () => {
      isConnected = true
    })
    const settle = (): void => {
      clearTimeout(timer)
      socket.off('error', onError)
      signal?.removeEventListener('abort', onAbort)
    }
    const fail = (error: unknown): void => {
      settle()
      // A socket that is thrown away may still have something to complain about.
      socket.on('error', () => undefined)
      socket.destroy()
      reject(error)
    }
    const onAbort = (): void => fail(unreachable(withCode('closed')))
    const onError = (error: NodeJS.ErrnoException): void => fail(explain(error, isConnected))
    const timer = setTimeout(() => onError(withCode('ETIMEDOUT')), connectMs)
    socket.once('error', onError)
    signal?.addEventListener('abort', onAbort, { once: true })
    socket.once(opening.ready, () => {
      try {
        opening.check?.(socket)
        settle()
        resolve(socket)
      } catch (error) {
        fail(error)
      }
    })
    if (signal?.aborted) onAbort()
  })
}

export function unreachable(error: NodeJS.ErrnoException): ChatClientError {
  return new ChatClientError('unreachable', { message: error.code ?? error.message, cause: error })
}

const withCode = (code: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code })
