import { Roster } from '../../client/roster.ts'
import { asClientError } from '../../client/wire/chat-client-error.ts'
import type { Credentials } from '../../client/wire/session.ts'
import type { ChatOptions } from '../chat-options.ts'
import { parseTypedLine } from '../commands/typed-line.ts'
import { type Desk, sitDown } from '../desk.ts'
import { EXIT_FAILED, EXIT_FINE } from '../exit-code.ts'
import { harmlessLine } from '../harmless.ts'
import type { Speech } from '../speech.ts'
import { TokenStore } from '../token-store.ts'
import { openServer, type Route } from '../wire/open-server.ts'
import { Calendar } from './calendar.ts'
import { completeLine } from './completer.ts'
import { choosePaint } from './paint.ts'
import { Screen } from './screen.ts'
import { SignIn } from './sign-in.ts'
import { TerminalFace } from './terminal-face.ts'

/** How long somebody who leaves waits for messages without an answer. */
const DRAIN_MS = 3_000
/** How often the other side is told that somebody is typing; it forgets after a little longer. */
const TYPING_EVERY_MS = 4_000
const SIGNALS = ['SIGTERM', 'SIGHUP'] as const

/** One person's visit, from the first question to the exit code. */
export class TerminalRun {
  readonly #options: ChatOptions
  readonly #speech: Speech
  readonly #tokens: TokenStore
  readonly #route: Route
  readonly #screen: Screen
  readonly #face: TerminalFace
  readonly #desk: Desk
  readonly #leaving = new AbortController()
  // Lines take effect one after the other, however long one of them takes.
  #lines: Promise<void> = Promise.resolve()
  #isSignedIn = false
  #toldTypingAt = Number.NEGATIVE_INFINITY

  constructor(options: ChatOptions, speech: Speech) {
    const { input, output, lang } = options
    const roster = new Roster()
    this.#options = options
    this.#speech = speech
    this.#tokens = new TokenStore(options.tokenFolder, options)
    this.#route = openServer(options, speech, (sentence, advice = '') =>
      this.#face.show({ kind: 'warning', sentence, advice }),
    )
    this.#screen = new Screen(input, output, {
      isKept: (line) => this.#isKept(line),
      onLine: (line) => this.#onLine(line),
      onTyping: (line) => this.#onTyping(line),
      onLeave: () => this.#leave(),
      complete: (line) => completeLine(line, roster),
    })
    const style = {
      // Knows NO_COLOR and what the terminal can do.
      paint: choosePaint(output.hasColors()),
      speech,
      calendar: new Calendar(lang),
      nameOf: (chat: string) => roster.nameOf(chat),
      me: () => this.#desk.client.me.user,
      isMe: (user: string) => this.#desk.client.isMe(user),
      now: () => Date.now(),
    }
    this.#face = new TerminalFace({ screen: this.#screen, style, roster })
    this.#desk = sitDown({
      chat: options,
      route: this.#route,
      face: this.#face,
      roster,
      speech,
      tokens: this.#tokens,
      askCredentials: () => this.#askPasswordAgain(),
      beforeCommand: () => Promise.resolve(),
      leave: () => this.#leave(),
    })
    void this.#desk.ended.then(() => this.#leave())
  }

  async talk(): Promise<number> {
    const { host, port } = this.#options
    const onSignal = (): void => this.#leave()
    for (const signal of SIGNALS) process.once(signal, onSignal)
    this.#screen.print(this.#speech.say('welcome', { server: `${host}:${port}` }))
    try {
      this.#isSignedIn = await this.#signIn()
      if (!this.#isSignedIn) return EXIT_FINE
      await this.#whenLeaving()
      return (await this.#sayGoodbye()) ? EXIT_FINE : EXIT_FAILED
    } catch (error) {
      const failure = asClientError(error)
      const { code, advice } = failure
      this.#face.show({ kind: 'failed', code, sentence: this.#speech.error(failure), advice })
      return EXIT_FAILED
    } finally {
      for (const signal of SIGNALS) process.off(signal, onSignal)
      await this.#desk.close()
      this.#face.close()
      this.#screen.close()
    }
  }

  async #signIn(): Promise<boolean> {
    const { client } = this.#desk
    return await new SignIn({
      options: this.#options,
      speech: this.#speech,
      screen: this.#screen,
      face: this.#face,
      tokens: this.#tokens,
      open: this.#route.open,
      client,
      signal: this.#leaving.signal,
    }).run()
  }

  /** Resolves with whether all is well: everything stored, and not sent away. */
  async #sayGoodbye(): Promise<boolean> {
    const { client } = this.#desk
    if (client.unsent > 0 && !this.#desk.hasEnded) {
      this.#screen.print(this.#speech.say('waitingToLeave', { count: client.unsent }))
    }
    const isDrained = await client.drain(DRAIN_MS)
    if (!isDrained) this.#screen.print(this.#speech.say('stillWaiting', { count: client.unsent }))
    this.#screen.print(this.#speech.say('bye'))
    return isDrained && !this.#desk.hasEnded
  }

  #onLine(line: string): void {
    if (!this.#isSignedIn) return
    this.#lines = this.#lines.then(() => this.#desk.interpreter.run(line))
  }

  /** A message is shown in its place in the conversation, not where it was typed. Commands stay, above what they bring. */
  #isKept(line: string): boolean {
    const { kind } = parseTypedLine(line)
    return kind === 'command' || (kind === 'text' && this.#desk.talk.openChat === undefined)
  }

  #onTyping(line: string): void {
    const { openChat } = this.#desk.talk
    if (openChat === undefined || parseTypedLine(line).kind !== 'text') return
    const now = performance.now()
    if (now - this.#toldTypingAt < TYPING_EVERY_MS) return
    this.#toldTypingAt = now
    this.#desk.client.typing(openChat)
  }

  async #askPasswordAgain(): Promise<Credentials | undefined> {
    const { user } = this.#desk.client.me
    this.#face.show({ kind: 'warning', sentence: this.#speech.say('logInAgain') })
    const password = await this.#face.askSecret('askPassword', { user: harmlessLine(user) })
    return password === undefined ? undefined : { user, password }
  }

  #leave(): void {
    this.#leaving.abort()
  }

  #whenLeaving(): Promise<void> {
    const { signal } = this.#leaving
    if (signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
  }
}
