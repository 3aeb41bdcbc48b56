import type { ChatClientError } from '../../client/wire/chat-client-error.ts'
import type { Language } from '../model/settings.ts'
import type { Texts } from '../texts-en.ts'

/** All that is said in one language. */
export interface Words {
  readonly texts: Texts
  /** What went wrong, for people. */
  error(error: ChatClientError): string
}

/** Only the language that is used is loaded: two together would be a tenth of the page. */
export async function loadWords(language: Language): Promise<Words> {
  if (language === 'en') {
    const { EN } = await import('../texts-en.ts')
    // The server's own sentence says it most precisely.
    return { texts: EN, error: ({ message }) => message }
  }
  const [{ ZH }, { CHINESE_ERRORS }] = await Promise.all([
    import('../texts-zh.ts'),
    import('../../client/chinese-errors.ts'),
  ])
  const known: Readonly<Record<string, string>> = CHINESE_ERRORS
  return {
    texts: ZH,
    error({ code, message, field }) {
      const sentence = Object.hasOwn(known, code) ? known[code] : undefined
      if (sentence === undefined) return message
      return field === undefined ? sentence : `${sentence}（${field}）`
    },
  }
}
