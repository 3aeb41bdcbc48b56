import { CHINESE_ERRORS } from '../client/chinese-errors.ts'
import type { ChatClientError } from '../client/wire/chat-client-error.ts'
import { NETWORK_REASONS } from './network-reasons.ts'
import { type Bilingual, type Language, TEXTS, type TextKey } from './texts.ts'

export type Values = Readonly<Record<string, string | number>>

/** Everything that is said to people, in the language of their choice. */
export class Speech {
  readonly lang: Language

  constructor(lang: Language) {
    this.lang = lang
  }

  say(key: TextKey, values: Values = {}): string {
    return fill(TEXTS[key][this.lang], values)
  }

  of(text: Bilingual, values: Values = {}): string {
    return fill(text[this.lang], values)
  }

  /** A sentence of the server is foreign text: whoever shows it makes it harmless. */
  error({ code, message, field }: ChatClientError): string {
    if (this.lang === 'en' || !Object.hasOwn(CHINESE_ERRORS, code)) return message
    const sentence = CHINESE_ERRORS[code as keyof typeof CHINESE_ERRORS]
    return field === undefined ? sentence : `${sentence}(${field})`
  }

  /** Why there is no connection: a code of the operating system, or a sentence of the server's `bye`. */
  reason(reason: string): string {
    return NETWORK_REASONS.get(reason)?.[this.lang] ?? reason
  }

  list(words: readonly string[]): string {
    return words.join(this.say('separator'))
  }
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}
