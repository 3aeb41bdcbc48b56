import { Roster } from '../../client/roster.ts'
import { asClientError } from '../../client/wire/chat-client-error.ts'
import type { Credentials } from '../../client/wire/session.ts'
import { choosePalette } from '../../terminal/palette.ts'
import type { ChatOptions } from '../chat-options.ts'
import { parseTypedLine } from '../commands/typed-line.ts'
import { type Desk, sitDown } from '../desk.ts'
import { EXIT_FAILED, EXIT_FINE } from '../exit-code.ts'
import { harmless, harmlessLine } from '../harmless.ts'
import type { Speech } from '../speech.ts'
import { Calendar } from '../terminal/calendar.ts'
import { choosePaint } from '../terminal/paint.ts'
import { SignIn } from '../terminal/sign-in.ts'
import { TokenStore } from '../token-store.ts'
import { openServer, type Route } from '../wire/open-server.ts'
import { renderFrame } from './frame.ts'
import type { Look } from './look.ts'
import { Navigator } from './navigator.ts'
import { ScreenFace } from './screen-face.ts'
import { ScreenKeys } from './screen-keys.ts'
import { ScreenModel } from './screen-model.ts'
import { ScreenTerminal } from './screen-terminal.ts'

/** How long somebody who leaves waits for messages without an answer. */
const DRAIN_MS = 3_000
/** How often the other side is told that somebody is typing; it forgets after a little longer. */
const TYPING_EVERY_MS = 4_000
/** A remark goes, seconds until the next attempt pass, and a day ends, without anybody doing anything. */
const TICK_MS = 1_000
/** More than fits on a screen helps nobody. */
const MAX_LOST = 20
const RING_EVERY_MS = 2_000
/** What nearly every terminal understands. */
const COMMON_TERMINAL = 'xterm-256color'
const SIGNALS = ['SIGTERM', 'SIGHUP'] as const

/** One person's visit on the full screen, from the first question to the exit code. */
export class ScreenRun {
  readonly #options: ChatOptions
  readonly #speech: Speech
  readonly #tokens: TokenStore
  readonly #route: Route
  readonly #model: ScreenModel
  readonly #look: Look
  readonly #terminal: ScreenTerminal
  readonly #face: ScreenFace
  readonly #desk: Desk
  readonly #navigator: Navigator
  readonly #leaving = new AbortController()
  #toldTypingAt = Number.NEGATIVE_INFINITY
  #rangAt = Number.NEGATIVE_INFINITY

  constructor(options: ChatOptions, speech: Speech) {
    const { input, output, lang, host, port } = options
    const roster = new Roster()
    const { theme = 'plain', bell = 'mentions' } = options
    this.#options = options
    this.#speech = speech
    this.#tokens = new TokenStore(options.tokenFolder, options)
    this.#route = openServer(options, speech, (sentence, advice = '') =>
      this.#face.show({ kind: 'warning', sentence, advice }),
    )
    this.#model = new ScreenModel(roster, { theme, bell })
    this.#look = {
      // Lines of the other face are shown here as well, in the colours of this one.
      paint: choosePaint(false),
      speech,
      calendar: new Calendar(lang),
      roster,
      server: `${host}:${port}`,
      isSecure: !options.withoutTls,
      nameOf: (chat) => roster.nameOf(chat),
      me: () => this.#desk.client.me.user,
      isMe: (user) => this.#desk.client.isMe(user),
      now: () => Date.now(),
    }
    this.#terminal = new ScreenTerminal({
      input,
      output,
      name: options.terminalName ?? COMMON_TERMINAL,
      render: (size) => renderFrame(this.#model, size, this.#look),
      // Knows NO_COLOR and what the terminal can do.
      palette: () =>
        choosePalette(this.#model.theme, output.hasColors() ? output.getColorDepth() : 1),
      onKey: (key) => {
        keys.press(key)
        this.#terminal.changed()
      },
      onEnd: () => this.#leave(),
    })
    this.#face = new ScreenFace({
      model: this.#model,
      look: this.#look,
      onChange: () => this.#terminal.changed(),
      onRing: () => this.#ring(),
      onReturn: () => void this.#navigator.refresh(),
      onOpened: () => this.#navigator.arrived(),
      isWanted: (chat) => this.#navigator.isWanted(chat),
    })
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
    this.#navigator = new Navigator({
      model: this.#model,
      look: this.#look,
      desk: this.#desk,
      size: () => this.#terminal.size,
      onChange: () => this.#terminal.changed(),
      onTurned: () => this.#face.typistsChanged(),
      onTheme: () => this.#terminal.redraw(),
    })
    const keys = new ScreenKeys(
      this.#model,
      roster,
      this.#navigator.actions({
        typed: () => this.#typed(),
        redraw: () => this.#terminal.redraw(),
        stepAside: () => this.#terminal.stepAside(),
        leave: () => this.#leave(),
      }),
    )
    void this.#desk.ended.then(() => this.#leave())
  }

  async talk(): Promise<number> {
    const onSignal = (): void => this.#leave()
    for (const signal of SIGNALS) process.once(signal, onSignal)
    const ticks = setInterval(() => this.#terminal.changed(), TICK_MS)
    this.#terminal.changed()
    let parting = ''
    try {
      if (!(await this.#signIn())) return EXIT_FINE
      this.#model.isSignedIn = true
      this.#terminal.changed()
      await this.#whenLeaving()
      parting = await this.#sayGoodbye()
      return parting === '' ? EXIT_FINE : EXIT_FAILED
    } catch (error) {
      parting = this.#speech.full(asClientError(error))
      return EXIT_FAILED
    } finally {
      clearInterval(ticks)
      for (const signal of SIGNALS) process.off(signal, onSignal)
      await this.#desk.close()
      this.#navigator.close()
      this.#face.close()
      this.#terminal.close()
      // What is said on the screen goes with it; this stays.
      const words = parting === '' ? this.#speech.say('bye') : harmless(parting)
      this.#options.output.write(`${words}\n`)
    }
  }

  async #signIn(): Promise<boolean> {
    const { client } = this.#desk
    return await new SignIn({
      options: this.#options,
      speech: this.#speech,
      screen: this.#face,
      face: this.#face,
      tokens: this.#tokens,
      open: this.#route.open,
      client,
      signal: this.#leaving.signal,
    }).run()
  }

  /** Resolves with what went wrong: something was not stored, or the server has sent this user away. */
  async #sayGoodbye(): Promise<string> {
    const { client } = this.#desk
    if (client.unsent > 0 && !this.#desk.hasEnded) {
      const text = this.#speech.say('waitingToLeave', { count: client.unsent })
      this.#model.remark(text, 'warning', this.#look.now())
      this.#terminal.changed()
    }
    const isDrained = await client.drain(DRAIN_MS)
    const { link } = this.#model
    return [
      ...(link.kind === 'ended' ? [link.reason, ...(link.advice ? [link.advice] : [])] : []),
      ...(isDrained ? [] : [this.#speech.say('stillWaiting', { count: client.unsent })]),
      ...this.#whatIsLost(),
    ].join('\n')
  }

  /** What was written goes with the screen, unless it is shown once more. */
  #whatIsLost(): string[] {
    const { client, hasEnded } = this.#desk
    const { current, editor } = this.#model
    const lost = client.unsentMessages.map(({ chat, text }) => ({ chat, text }))
    const written = editor.draft.aside?.text ?? editor.text
    if (hasEnded && current !== undefined && written.trim() !== '') {
      lost.push({ chat: current, text: written })
    }
    return lost.slice(0, MAX_LOST).map(({ chat, text }) => {
      return `  → ${harmlessLine(this.#look.nameOf(chat))}: ${harmless(text)}`
    })
  }

  #typed(): void {
    const { current, editor } = this.#model
    if (current === undefined || parseTypedLine(editor.text).kind !== 'text') return
    const now = performance.now()
    if (now - this.#toldTypingAt < TYPING_EVERY_MS) return
    this.#toldTypingAt = now
    this.#desk.client.typing(current)
  }

  #ring(): void {
    if (this.#model.bell === 'off') return
    const now = performance.now()
    if (now - this.#rangAt < RING_EVERY_MS) return
    this.#rangAt = now
    this.#terminal.ring()
  }

  async #askPasswordAgain(): Promise<Credentials | undefined> {
    const { user } = this.#desk.client.me
    this.#face.show({ kind: 'warning', sentence: this.#speech.say('logInAgain') })
    const password = await this.#face.askSecret('askPassword', { user: harmlessLine(user) })
    return password === undefined ? undefined : { user, password }
  }

  #leave(): void {
    this.#leaving.abort()
    this.#model.question?.answer(undefined)
  }

  #whenLeaving(): Promise<void> {
    const { signal } = this.#leaving
    if (signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
  }
}
