import { CHINESE_ERRORS } from '../../client/chinese-errors.ts'
import type { ChatClientError } from '../../client/wire/chat-client-error.ts'
import type { Language } from '../model/settings.ts'

/** What went wrong, for people. In English the server's own sentence says it most precisely. */
export function errorText({ code, message, field }: ChatClientError, language: Language): string {
  if (language === 'en' || !Object.hasOwn(CHINESE_ERRORS, code)) return message
  const sentence = CHINESE_ERRORS[code as keyof typeof CHINESE_ERRORS]
  return field === undefined ? sentence : `${sentence}(${field})`
}
