import { ChatClient } from './chat-client.ts'
import type { ChatOptions } from './chat-options.ts'
import type { ClientEvent } from './client-event.ts'
import { Interpreter } from './commands/interpreter.ts'
import type { Roster } from './roster.ts'
import type { Face } from './showing.ts'
import type { Speech } from './speech.ts'
import { Talk } from './talk.ts'
import type { TokenStore } from './token-store.ts'
import type { ChatClientError } from './wire/chat-client-error.ts'
import type { Credentials } from './wire/session.ts'

export interface DeskOptions {
  chat: ChatOptions
  face: Face
  roster: Roster
  speech: Speech
  tokens: TokenStore
  askCredentials(refusal: ChatClientError): Promise<Credentials | undefined>
  beforeCommand(): Promise<unknown>
  /** The person wants to go. */
  leave(): void
}

/** Where a person sits, whatever the face: the client, what it knows, and the one who carries out what is typed. */
export interface Desk {
  client: ChatClient
  talk: Talk
  interpreter: Interpreter
  /** Resolves when the offline messages have been shown. */
  caughtUp: Promise<void>
  /** Resolves when the server has ended it for good. */
  ended: Promise<void>
  readonly hasEnded: boolean
}

export function sitDown(options: DeskOptions): Desk {
  const { chat, face, roster, speech } = options
  const { host, port } = chat
  const caughtUp = new Occasion()
  const ended = new Occasion()
  const keep = tokenKeeper(options)
  const client = new ChatClient({
    address: { host, port },
    askCredentials: options.askCredentials,
    onEvent(event) {
      keep(event)
      talk.take(event)
      if (event.type === 'caught-up') caughtUp.come()
      if (event.type === 'ended') ended.come()
    },
  })
  const talk = new Talk({ client, roster, face, speech })
  const leave = (forget: boolean): void => {
    if (forget) void options.tokens.forget(client.me.user)
    options.leave()
  }
  const server = `${host}:${port}`
  const context = { client, roster, talk, face, speech, server, leave }
  const interpreter = new Interpreter(context, options.beforeCommand)
  return {
    client,
    talk,
    interpreter,
    caughtUp: caughtUp.came,
    ended: ended.came,
    get hasEnded() {
      return ended.hasCome
    },
  }
}

/** Saves each token as it comes; where that fails, the person is asked for the password next time, and told so once. */
function tokenKeeper({ tokens, face, speech }: DeskOptions): (event: ClientEvent) => void {
  let saved: string | undefined
  return (event) => {
    if (event.type !== 'online' || event.login.token === saved) return
    const { token, me } = event.login
    saved = token
    tokens.save(me.user, token).catch((error: NodeJS.ErrnoException) => {
      const reason = error.code ?? error.message
      face.show({ kind: 'warning', sentence: speech.say('tokenNotSaved', { reason }) })
    })
  }
}

/** Something that happens once, and can be waited for. */
class Occasion {
  readonly came: Promise<void>
  #resolve: () => void = () => undefined
  #hasCome = false

  constructor() {
    this.came = new Promise((resolve) => {
      this.#resolve = resolve
    })
  }

  get hasCome(): boolean {
    return this.#hasCome
  }

  come(): void {
    this.#hasCome = true
    this.#resolve()
  }
}
