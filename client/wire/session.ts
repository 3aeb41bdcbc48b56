import type { Event } from '../../protocol/events.ts'
import { MAX_DEVICE_LENGTH } from '../../protocol/limits.ts'
import type { ReplyOf } from '../../protocol/replies.ts'
import { asClientError, type ChatClientError, serverError } from './chat-client-error.ts'
import { Connection, type ConnectionHandlers, type Ending } from './connection.ts'
import type { Timing } from './timing.ts'
import type { OpenWire } from './wire.ts'

export interface Password {
  user: string
  password: string
}

export type Credentials = { token: string } | Password

export interface SessionHandlers {
  onEvent(event: Event): void
  onError(error: ChatClientError): void
}

/** A connection that is somebody. */
export interface Session {
  readonly connection: Connection
  readonly login: ReplyOf<'login'>
  /** Resolves when the connection is gone. */
  readonly ended: Promise<Ending>
  /** Hands on what has come since the log-in, and from now on everything as it comes. */
  begin(handlers: SessionHandlers): void
}

/** @throws ChatClientError `unreachable`, `connection_lost`, or why the server refuses the log-in */
export async function openSession(
  open: OpenWire,
  timing: Timing,
  credentials: Credentials,
  device: string,
  signal?: AbortSignal,
): Promise<Session> {
  const opened = await openConnection(open, timing, signal)
  const login = await opened.ask((connection) =>
    connection.request('login', loginFields(credentials, device)),
  )
  return { connection: opened.connection, login, ended: opened.ended, begin: opened.begin }
}

/** What a server says of itself; the connection is closed again. */
export async function greet(
  open: OpenWire,
  timing: Timing,
  client: string,
): Promise<ReplyOf<'hello'>> {
  const opened = await openConnection(open, timing)
  const greeting = await opened.ask((connection) => connection.request('hello', { client }))
  opened.connection.close()
  return greeting
}

export interface NewAccount extends Password {
  nickname?: string
}

export async function registerAccount(
  open: OpenWire,
  timing: Timing,
  account: NewAccount,
): Promise<void> {
  const opened = await openConnection(open, timing)
  await opened.ask((connection) => connection.request('register', account))
  opened.connection.close()
}

/** The label under which a user finds this token again in a list of them; passwords have none. */
function loginFields(credentials: Credentials, device: string) {
  if ('token' in credentials) return credentials
  return { ...credentials, device: device.slice(0, MAX_DEVICE_LENGTH) }
}

async function openConnection(open: OpenWire, timing: Timing, signal?: AbortSignal) {
  // What the server pushes right behind its answer to the log-in comes in the same breath, before anybody could have dealt with that
  // answer. It waits here; it is no more than what one chunk of the socket held.
  const early: Event[] = []
  // An error that answers no request and precedes the end: why this server does not talk to us.
  let complaint: ChatClientError | undefined
  let handlers: SessionHandlers = {
    onEvent: (event) => early.push(event),
    onError(error) {
      complaint = error
    },
  }
  let end: (ending: Ending) => void
  const ended = new Promise<Ending>((resolve) => {
    end = resolve
  })
  const toHandlers: ConnectionHandlers = {
    onEvent: (event) => handlers.onEvent(event),
    onError: (error) => handlers.onError(error),
    onClose: (ending) => end(ending),
  }
  const connection = await Connection.open(open, timing, toHandlers, signal)
  const close = (): void => connection.close()
  signal?.addEventListener('abort', close, { once: true })
  if (signal?.aborted) close()
  void ended.then(() => signal?.removeEventListener('abort', close))

  return {
    connection,
    ended,
    begin(next: SessionHandlers): void {
      handlers = next
      for (const event of early.splice(0)) next.onEvent(event)
    },
    /** Asks, and closes the connection when the answer is no. A `bye` in place of an answer says how long to stay away. */
    async ask<R>(question: (connection: Connection) => Promise<R>): Promise<R> {
      try {
        return await question(connection)
      } catch (error) {
        connection.close()
        const { bye } = await ended
        if (bye !== undefined) throw serverError(bye) ?? error
        throw asClientError(error).code === 'connection_lost' ? (complaint ?? error) : error
      }
    },
  }
}
