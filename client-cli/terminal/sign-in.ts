import { setTimeout as pause } from 'node:timers/promises'
import type { ChatClient } from '../../client/chat-client.ts'
import { Backoff } from '../../client/wire/backoff.ts'
import {
  asClientError,
  type ChatClientError,
  type ClientErrorCode,
} from '../../client/wire/chat-client-error.ts'
import { type Credentials, greet, registerAccount } from '../../client/wire/session.ts'
import { TIMING } from '../../client/wire/timing.ts'
import type { OpenWire } from '../../client/wire/wire.ts'
import { isName } from '../../protocol/names.ts'
import type { ChatOptions } from '../chat-options.ts'
import { harmlessLine } from '../harmless.ts'
import { readPasswordFile } from '../password-file.ts'
import type { Face } from '../showing.ts'
import type { Speech } from '../speech.ts'
import type { TextKey } from '../texts.ts'
import type { TokenStore } from '../token-store.ts'
import { orNeedsTls } from '../trust/needs-tls.ts'
import { typedError } from '../typed-error.ts'

/** Where a question is asked. */
export interface Asks {
  /** `undefined` when there is no answer and none will come. */
  ask(text: string): Promise<string | undefined>
  print(text: string): void
}

export interface SignInOptions {
  options: ChatOptions
  speech: Speech
  screen: Asks
  face: Face
  tokens: TokenStore
  open: OpenWire
  client: ChatClient
  /** Aborted when the person has had enough. */
  signal: AbortSignal
}

/** Worth trying again without asking anybody anything. */
const PASSING_CODES: ReadonlySet<ClientErrorCode> = new Set([
  'unreachable',
  'connection_lost',
  'shutting_down',
  'rate_limited',
  'busy',
  'unavailable',
])
/** Something that was typed is wrong: say so, and ask again. */
const TYPING_CODES: ReadonlySet<ClientErrorCode> = new Set([
  'bad_credentials',
  'bad_request',
  'name_taken',
])

/**
 * From the first connection to a session: by the token of last time, else by asking. The server gives a connection ten seconds to log in, so
 * nobody is asked anything while one is open.
 */
export class SignIn {
  readonly #all: SignInOptions
  readonly #backoff = new Backoff(TIMING)
  #lastReason = ''

  constructor(all: SignInOptions) {
    this.#all = all
  }

  /**
   * Resolves with false when the person breaks off.
   * @throws ChatClientError what asking again cannot help, such as `banned`
   */
  async run(): Promise<boolean> {
    const { options, tokens } = this.#all
    const known = options.user ?? (await tokens.lastUser())
    const token = known === undefined ? undefined : await tokens.token(known)
    if (token !== undefined && (await this.#start({ token }))) return true
    if (known !== undefined && options.passwordFile !== undefined) {
      const password = await readPasswordFile(options.passwordFile)
      if (await this.#start({ user: known, password })) return true
    }
    if (known !== undefined) return await this.#byPassword(known)
    const isNew = await this.#wantsNewAccount()
    if (isNew === undefined) return false
    return isNew ? await this.#register() : await this.#byPassword(undefined)
  }

  /** `undefined` when the person breaks off. */
  async #wantsNewAccount(): Promise<boolean | undefined> {
    const { open, speech } = this.#all
    const greeting = await this.#reach(() => greet(open, TIMING, 'teahouse chat'))
    if (greeting?.registration === 'open') {
      const answer = await this.#ask('logInOrRegister')
      return answer === undefined ? undefined : /^(n|r|注|新)/i.test(answer.trim())
    }
    if (greeting) this.#print(speech.say('registrationClosed'))
    return false
  }

  async #byPassword(known: string | undefined): Promise<boolean> {
    let last = known
    while (!this.#all.signal.aborted) {
      const user = this.#all.options.user ?? (await this.#askUser(last))
      if (user === undefined) return false
      const password = await this.#all.face.askSecret('askPassword', { user: harmlessLine(user) })
      if (password === undefined) return false
      if (await this.#start({ user, password })) return true
      if (this.#all.options.user !== undefined) {
        this.#print(this.#all.speech.say('noAccountYet', { user: harmlessLine(user) }))
      }
      last = user
    }
    return false
  }

  async #askUser(last: string | undefined): Promise<string | undefined> {
    for (;;) {
      const answer =
        last === undefined
          ? await this.#ask('askUser')
          : await this.#ask('askUserAgain', { user: harmlessLine(last) })
      if (answer === undefined) return undefined
      const user = answer.trim() || last
      if (user !== undefined && isName(user)) return user
      this.#sayBadName()
    }
  }

  async #register(): Promise<boolean> {
    const { speech, face } = this.#all
    while (!this.#all.signal.aborted) {
      const user = (await this.#ask('askNewUser'))?.trim()
      if (user === undefined) return false
      if (!isName(user)) {
        this.#sayBadName()
        continue
      }
      const nickname = (await this.#ask('askNickname'))?.trim()
      if (nickname === undefined) return false
      const password = await face.askNewPassword()
      if (password === undefined) return false
      const account = { user, password, ...(nickname !== '' && { nickname }) }
      const isMade = await this.#typedRight(() => registerAccount(this.#all.open, TIMING, account))
      if (!isMade) continue
      this.#print(speech.say('registered', { user }))
      return await this.#start({ user, password })
    }
    return false
  }

  #sayBadName(): void {
    this.#print(this.#all.speech.error(typedError('bad_name')))
  }

  /** False when the credentials are wrong. */
  async #start(credentials: Credentials): Promise<boolean> {
    return await this.#typedRight(() => this.#all.client.start(credentials))
  }

  /** Whether the server takes what was typed; if not it was said why. */
  async #typedRight(attempt: () => Promise<void>): Promise<boolean> {
    try {
      await this.#reach(attempt)
      return !this.#all.signal.aborted
    } catch (error) {
      const failure = asClientError(error)
      // A token that is refused is nobody's mistake: the question for the password says enough.
      if (failure.code === 'bad_token') return false
      if (!TYPING_CODES.has(failure.code)) throw failure
      this.#all.face.show({
        kind: 'failed',
        code: failure.code,
        sentence: this.#all.speech.error(failure),
      })
      return false
    }
  }

  /** Tries until the server answers; `undefined` when the person breaks off. */
  async #reach<R>(attempt: () => Promise<R>): Promise<R | undefined> {
    const { options, speech, signal } = this.#all
    while (!signal.aborted) {
      try {
        return await attempt()
      } catch (error) {
        const failure = orNeedsTls(error, options, speech)
        if (signal.aborted) return undefined
        if (!PASSING_CODES.has(failure.code)) throw failure
        this.#sayWhy(failure)
        // Rejects when the person breaks off, which the loop sees.
        await pause(this.#backoff.next(failure.retryAfterMs), undefined, { signal }).catch(
          () => undefined,
        )
      }
    }
    return undefined
  }

  /** Once for each reason, not for each attempt. */
  #sayWhy(failure: ChatClientError): void {
    const { code, message } = failure
    const { speech, options } = this.#all
    if (message === this.#lastReason) return
    this.#lastReason = message
    const reason = harmlessLine(speech.reason(message))
    const server = `${options.host}:${options.port}`
    const why =
      code === 'unreachable'
        ? speech.say('unreachable', { server, reason })
        : harmlessLine(speech.error(failure))
    this.#print(speech.say('keepTrying', { why }))
  }

  async #ask(
    question: TextKey,
    values?: Readonly<Record<string, string>>,
  ): Promise<string | undefined> {
    return await this.#all.screen.ask(this.#all.speech.say(question, values))
  }

  #print(text: string): void {
    this.#all.screen.print(text)
  }
}
