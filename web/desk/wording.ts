import { batch, computed, signal } from '@preact/signals'
import { asClientError, type ChatClientError } from '../../client/wire/chat-client-error.ts'
import { Calendar } from '../model/calendar.ts'
import type { Language } from '../model/settings.ts'
import type { Texts } from '../texts/en.ts'
import { loadWords, type Words } from './words.ts'

/** Everything that is said to people, in the language of their choice. Whoever reads it while drawing is drawn again in another one. */
export class Wording {
  readonly #language
  readonly #words

  readonly calendar = computed(() => new Calendar(this.#language.value))

  constructor(language: Language, words: Words) {
    this.#language = signal(language)
    this.#words = signal(words)
  }

  get texts(): Texts {
    return this.#words.value.texts
  }

  readonly sayError = (error: unknown): string => this.#words.value.error(asClientError(error))

  /** Why there is no connection, as a sentence. */
  readonly sayReason = (why: ChatClientError): string => {
    if (why.code !== 'connection_lost' && why.code !== 'unreachable') return this.sayError(why)
    // A word of `client/` for it.
    switch (why.message) {
      case 'no_answer':
        return this.texts.reasonNoAnswer
      case 'unreachable':
        return this.texts.reasonUnreachable
      default:
        return this.texts.reasonClosed
    }
  }

  /** Another language from now on. Rejects when it cannot be loaded. */
  async speak(language: Language): Promise<void> {
    const words = await loadWords(language)
    batch(() => {
      this.#words.value = words
      this.#language.value = language
    })
  }
}
