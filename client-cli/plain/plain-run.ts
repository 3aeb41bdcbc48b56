import { Roster } from '../../client/roster.ts'
import { asClientError, ChatClientError } from '../../client/wire/chat-client-error.ts'
import { type Password, registerAccount } from '../../client/wire/session.ts'
import { TIMING } from '../../client/wire/timing.ts'
import { within } from '../../client/within.ts'
import { ERROR_CODES } from '../../protocol/error-codes.ts'
import type { ChatOptions } from '../chat-options.ts'
import { type Desk, sitDown } from '../desk.ts'
import { EXIT_FAILED, EXIT_FINE } from '../exit-code.ts'
import type { Speech } from '../speech.ts'
import type { TokenStore } from '../token-store.ts'
import { openServer, type Route } from '../wire/open-server.ts'
import { InputLines } from './input-lines.ts'
import { PlainFace } from './plain-face.ts'

/** A script's first line is there at once or never; only a refused log-in waits for it. */
const FIRST_LINE_MS = 2_000
/** How long the end of the input, and a command, wait for messages without an answer. */
const DRAIN_MS = 10_000
/** So many messages may be on their way before the next line is read. */
const MAX_UNSENT = 64

const REGISTER = '/register'

export interface KnownUser {
  user: string
  token: string | undefined
  password: string | undefined
}

/** One script's visit: log-in, its lines, and the exit code. */
export class PlainRun {
  readonly #speech: Speech
  readonly #route: Route
  readonly #known: KnownUser
  readonly #lines: InputLines
  readonly #face: PlainFace
  readonly #desk: Desk
  #isOver = false

  constructor(options: ChatOptions, speech: Speech, tokens: TokenStore, known: KnownUser) {
    const { input, output, errorOutput } = options
    this.#speech = speech
    this.#route = openServer(options, speech, (sentence, advice = '') =>
      this.#face.show({ kind: 'warning', sentence, advice }),
    )
    this.#known = known
    const lines = new InputLines(input)
    this.#lines = lines
    this.#face = new PlainFace({ output, errorOutput, speech, nextLine: () => lines.next() })
    this.#desk = sitDown({
      chat: options,
      route: this.#route,
      face: this.#face,
      roster: new Roster(),
      speech,
      tokens,
      askCredentials: async ({ code }) =>
        code === 'bad_token' ? this.#passwordCredentials() : undefined,
      beforeCommand: () => this.#desk.client.drain(DRAIN_MS),
      leave: () => this.#leave(),
    })
    void this.#desk.ended.then(() => this.#leave())
    // Whoever reads us has gone: there is nobody left to talk to.
    output.on('error', () => this.#leave())
  }

  /**
   * By token, else by password; where that is refused, `/register` as the first line makes the account.
   * @throws ChatClientError
   */
  async logIn(): Promise<void> {
    const { client } = this.#desk
    if (await this.#isLoggedInByToken()) return
    const credentials = this.#passwordCredentials()
    if (credentials === undefined)
      throw new ChatClientError('bad_token', { message: ERROR_CODES.bad_token })
    try {
      await client.start(credentials)
    } catch (error) {
      if (asClientError(error).code !== 'bad_credentials') throw error
      if (!(await within(this.#lines.peek(), FIRST_LINE_MS))) throw error
      if (!(await this.#isNextLine(REGISTER))) throw error
      await registerAccount(this.#route.open, TIMING, credentials)
      await client.start(credentials)
    }
  }

  /** Until the input ends, `/quit`, or the server wants no more. Resolves with the exit code. */
  async talk(): Promise<number> {
    const { client, caughtUp } = this.#desk
    if (await this.#isNextLine(REGISTER)) {
      await this.#lines.next()
      // Made before the log-in; or it was there, and the password right.
      const fields = [this.#known.user]
      this.#face.show({ kind: 'done', command: 'register', sentence: '', fields })
    }
    for (;;) {
      const line = await this.#lines.next()
      if (line === undefined || this.#isOver) break
      if (client.unsent >= MAX_UNSENT) await client.settled()
      await this.#desk.interpreter.run(line)
    }
    if (!this.#isOver) await within(caughtUp, DRAIN_MS)
    if (!(await client.drain(DRAIN_MS))) this.#sayUnsent(client.unsent)
    await this.close()
    return this.#face.hasFailed ? EXIT_FAILED : EXIT_FINE
  }

  async close(): Promise<void> {
    this.#leave()
    await this.#desk.close()
  }

  #leave(): void {
    this.#isOver = true
    this.#lines.close()
  }

  async #isLoggedInByToken(): Promise<boolean> {
    const { token } = this.#known
    if (token === undefined) return false
    try {
      await this.#desk.client.start({ token })
      return true
    } catch (error) {
      if (asClientError(error).code !== 'bad_token') throw error
      return false
    }
  }

  async #isNextLine(wanted: string): Promise<boolean> {
    return (await this.#lines.peek())?.trim() === wanted
  }

  #passwordCredentials(): Password | undefined {
    const { user, password } = this.#known
    return password === undefined ? undefined : { user, password }
  }

  #sayUnsent(count: number): void {
    const sentence = this.#speech.say('stillWaiting', { count })
    this.#face.show({ kind: 'failed', code: 'unsent', sentence })
  }
}
