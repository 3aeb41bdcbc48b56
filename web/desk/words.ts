import type { ChatClientError } from '../../client/wire/chat-client-error.ts'
import type { Language } from '../model/settings.ts'
import type { CoreTexts } from '../texts/en.ts'
import type { MoreTexts } from '../texts/en-more.ts'

export type Texts = CoreTexts & MoreTexts

/** What is said in one language. Of its texts those of the second half come with that. */
export interface Words {
  readonly texts: Texts
  /** What went wrong, for people. */
  error(error: ChatClientError): string
}

/** The server says it in English, most precisely. */
const asServerSays = ({ message }: ChatClientError): string => message

/** What is there at the first sight; of the two languages only the one that is used is ever loaded. */
export async function loadWords(language: Language): Promise<Words> {
  const texts =
    language === 'zh' ? (await import('../texts/zh.ts')).ZH : (await import('../texts/en.ts')).EN
  return { texts: texts as Texts, error: asServerSays }
}

/** All of it. */
export async function loadAllWords(language: Language): Promise<Words> {
  const { texts } = await loadWords(language)
  if (language === 'en') {
    const { EN_MORE } = await import('../texts/en-more.ts')
    return { texts: { ...texts, ...EN_MORE }, error: asServerSays }
  }
  const { ZH_MORE, ZH_ERRORS } = await import('../texts/zh-more.ts')
  return {
    texts: { ...texts, ...ZH_MORE },
    error({ code, message, field }) {
      const sentence = Object.hasOwn(ZH_ERRORS, code) ? ZH_ERRORS[code] : undefined
      if (sentence === undefined) return message
      return field === undefined ? sentence : `${sentence}\uff08${field}\uff09`
    },
  }
}
