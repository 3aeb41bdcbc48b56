import { CHINESE_ERRORS } from '../client/chinese-errors.ts'
import type { ChatClientError, ClientErrorCode } from '../client/wire/chat-client-error.ts'
import { BYE_CODES, type ByeCode, ERROR_CODES, type ErrorCode } from '../protocol/error-codes.ts'
import { NETWORK_REASONS } from './network-reasons.ts'
import { type Bilingual, type Language, TEXTS, type TextKey } from './texts.ts'
import { isTyped, TYPED_ERRORS } from './typed-error.ts'

export type Values = Readonly<Record<string, string | number>>

/** What an operator does to somebody, who is to read what they say to it. */
const OPERATORS: ReadonlySet<ClientErrorCode> = new Set<ByeCode | ErrorCode>([
  'kicked',
  'banned',
  'muted',
])

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
    if (isTyped(code)) return this.of(TYPED_ERRORS[code])
    if (this.lang === 'en' || !Object.hasOwn(CHINESE_ERRORS, code)) return message
    const sentence = CHINESE_ERRORS[code as keyof typeof CHINESE_ERRORS]
    // Until when, and why: the operator's own words, in whatever language.
    if (OPERATORS.has(code) && message !== code && message !== usual(code))
      return `${sentence}(${message})`
    return field === undefined ? sentence : `${sentence}(${field})`
  }

  /** The same with what can be done about it, in lines. */
  full(error: ChatClientError): string {
    const { advice } = error
    return advice === undefined ? this.error(error) : `${this.error(error)}\n${advice}`
  }

  /** Why there is no coming back: the server's will, or this side's. */
  ended(error: ChatClientError): string {
    const reason = this.error(error)
    return error.isFinal ? reason : this.say('ended', { reason })
  }

  /** Why there is no connection: a code of the operating system, or a sentence of the server's `bye`. */
  reason(reason: string, code: ClientErrorCode = 'connection_lost'): string {
    const known = NETWORK_REASONS.get(reason)?.[this.lang]
    const sentence = this.lang === 'zh' && isBye(code) ? CHINESE_ERRORS[code] : reason
    // It becomes part of another sentence.
    return known ?? sentence.replace(/[.。]$/, '')
  }

  list(words: readonly string[]): string {
    return words.join(this.say('separator'))
  }
}

const usual = (code: string): string =>
  ({ ...ERROR_CODES, ...BYE_CODES })[code as ByeCode | ErrorCode]

const isBye = (code: string): code is ByeCode => Object.hasOwn(BYE_CODES, code)

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}
