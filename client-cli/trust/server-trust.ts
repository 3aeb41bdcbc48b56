import { ChatClientError } from '../../client/wire/chat-client-error.ts'
import type { Speech } from '../speech.ts'
import type { Bilingual } from '../texts.ts'
import type { KnownServers } from './known-servers.ts'
import { T } from './trust-texts.ts'

export interface ServerTrustOptions {
  /** `host:port`, under which its key is known. */
  server: string
  known: Pick<KnownServers, 'file' | 'key' | 'remember'>
  /** The only key to accept, whatever is known (`--trust`). */
  trusted: string | undefined
  speech: Speech
  /** Something that the person should read, and that stops nothing. */
  tell(sentence: string, advice?: string): void
}

/** What a handshake showed. */
export interface ShownKey {
  /** The fingerprint. */
  key: string
  /** An authority that this machine believes says that this is the server of that name. */
  isVouchedFor: boolean
}

/**
 * Whether the server that answers is the one it was: trusted on first use, as with ssh, and known by its key from then on. One object
 * lasts as long as the client, so that what it has once believed does not hang on a file any more.
 */
export class ServerTrust {
  readonly #options: ServerTrustOptions
  #expected: string | undefined
  #isPrepared = false

  constructor(options: ServerTrustOptions) {
    this.#options = options
  }

  /** The fingerprint of its key; `undefined` where it was never met. */
  get key(): string | undefined {
    return this.#expected
  }

  /** Before the first handshake. @throws ChatClientError `unreadable_keys` */
  async prepare(): Promise<void> {
    if (this.#isPrepared) return
    const { known, server } = this.#options
    try {
      this.#expected = await known.key(server)
    } catch (cause) {
      throw this.#refusal('unreadable_keys', T.unreadable, T.unreadableAdvice, {
        file: known.file,
        reason: why(cause),
      })
    }
    this.#isPrepared = true
  }

  /** Returns when the handshake is good enough for a password. @throws ChatClientError `wrong_key`, after which there is no coming back */
  judge({ key, isVouchedFor }: ShownKey): void {
    const { server, speech, trusted, tell } = this.#options
    if (trusted !== undefined && key !== trusted) {
      throw this.#refusal('wrong_key', T.notTrusted, T.notTrustedAdvice, { known: trusted, key })
    }
    if (key === this.#expected) return
    // An authority may vouch for a new key, and the person may: nobody else.
    const isAccepted = isVouchedFor || trusted !== undefined
    if (this.#expected !== undefined && !isAccepted) {
      throw this.#refusal('wrong_key', T.changed, T.changedAdvice, { known: this.#expected, key })
    }
    if (!isAccepted) tell(speech.of(T.firstMet, { server }), `  ${key}`)
    this.#expected = key
    void this.#remember(key)
  }

  async #remember(key: string): Promise<void> {
    const { known, server, speech, tell } = this.#options
    try {
      await known.remember(server, key, new Date())
    } catch (error) {
      tell(speech.of(T.notKept, { server, file: known.file, reason: why(error) }))
    }
  }

  #refusal(
    code: string,
    sentence: Bilingual,
    advice: Bilingual,
    values: Record<string, string>,
  ): ChatClientError {
    const { speech, server } = this.#options
    return new ChatClientError(code, {
      message: speech.of(sentence, { server, ...values }),
      advice: speech.of(advice, { server, ...values }),
      isFinal: true,
    })
  }
}

const why = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code ?? (error as Error).message
