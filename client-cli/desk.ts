import { hostname } from 'node:os'
import { ChatClient } from '../client/chat-client.ts'
import type { Roster } from '../client/roster.ts'
import type { ChatClientError } from '../client/wire/chat-client-error.ts'
import type { Credentials } from '../client/wire/session.ts'
import type { ReplyOf } from '../protocol/replies.ts'
import type { ChatOptions } from './chat-options.ts'
import { Interpreter } from './commands/interpreter.ts'
import { Finder } from './finder.ts'
import type { Face } from './showing.ts'
import type { Speech } from './speech.ts'
import { Talk } from './talk.ts'
import type { TokenStore } from './token-store.ts'
import type { Route } from './wire/open-server.ts'

export interface DeskOptions {
  chat: ChatOptions
  route: Route
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
  close(): Promise<void>
}

export function sitDown(options: DeskOptions): Desk {
  const { chat, face, roster, speech } = options
  const { host, port } = chat
  const caughtUp = new Occasion()
  const ended = new Occasion()
  const keeper = new TokenKeeper(options)
  const client = new ChatClient({
    open: options.route.open,
    device: `cli@${hostname()}`,
    askCredentials: options.askCredentials,
    onEvent(event) {
      if (event.type === 'online') keeper.keep(event.login)
      talk.take(event)
      if (event.type === 'caught-up') caughtUp.come()
      if (event.type === 'ended') ended.come()
    },
  })
  const talk = new Talk({ client, roster, face, speech })
  const leave = (forget: boolean): void => {
    if (forget) keeper.forget(client.me.user)
    options.leave()
  }
  const server = `${host}:${port}`
  const finder = new Finder(client, face)
  const { key } = options.route
  const context = { client, roster, talk, finder, face, speech, server, key, leave }
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
    async close() {
      await client.close()
      await keeper.done
    },
  }
}

/** Saves each token as it comes, one thing after the other. Where that fails the person is asked for the password next time, and told so. */
class TokenKeeper {
  readonly #options: DeskOptions
  #saved: string | undefined
  #work: Promise<void> = Promise.resolve()

  constructor(options: DeskOptions) {
    this.#options = options
  }

  /** Resolves when nothing is left to be written. */
  get done(): Promise<void> {
    return this.#work
  }

  keep({ token, me }: ReplyOf<'login'>): void {
    if (token === this.#saved) return
    this.#saved = token
    this.#then((tokens) => tokens.save(me.user, token))
  }

  forget(user: string): void {
    this.#then((tokens) => tokens.forget(user))
  }

  #then(step: (tokens: TokenStore) => Promise<void>): void {
    const { tokens, face, speech } = this.#options
    this.#work = this.#work
      .then(() => step(tokens))
      .catch((error: NodeJS.ErrnoException) => {
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
