import type { ChatClientError } from '../../client/wire/chat-client-error.ts'
import type { Language } from '../model/settings.ts'
import type { Texts } from '../texts/en.ts'

/** What is said in one language. */
export interface Words {
  readonly texts: Texts
  /** What went wrong, for people. */
  error(error: ChatClientError): string
}

/** Of the two languages only the one that is used is ever loaded. */
export async function loadWords(language: Language): Promise<Words> {
  if (language === 'en') {
    const { EN } = await import('../texts/en.ts')
    // The server says it in English, most precisely.
    return { texts: EN, error: ({ message }) => message }
  }
  const { ZH, ZH_ERRORS } = await import('../texts/zh.ts')
  return {
    texts: ZH,
    error({ code, message, field }) {
      const sentence = Object.hasOwn(ZH_ERRORS, code) ? ZH_ERRORS[code] : undefined
      if (sentence === undefined) return message
      return field === undefined ? sentence : `${sentence}\uff08${field}\uff09`
    },
  }
}
