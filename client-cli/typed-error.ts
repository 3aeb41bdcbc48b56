import { ChatClientError } from '../client/wire/chat-client-error.ts'
import type { Bilingual } from './texts.ts'

/** What can be wrong with what a person types here, before anybody is asked. */
export const TYPED_ERRORS = {
  bad_name: {
    en: 'A name has 2 to 32 letters or digits of any script, or _ - and dots.',
    zh: '名字由 2 到 32 个文字或数字组成,可含 _ - .',
  },
  no_open_room: {
    en: 'Open a room first, or name it.',
    zh: '请先打开一个聊天室,或写明聊天室。',
  },
} as const satisfies Record<string, Bilingual>

export type TypedCode = keyof typeof TYPED_ERRORS

export function typedError(code: TypedCode): ChatClientError {
  return new ChatClientError(code, { message: TYPED_ERRORS[code].en })
}

export const isTyped = (code: string): code is TypedCode => Object.hasOwn(TYPED_ERRORS, code)
