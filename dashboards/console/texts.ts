import { count, milliseconds, shortSpan } from './figures/formats.ts'
import type { Concern } from './figures/health.ts'
import { ENGLISH } from './texts-en.ts'
import { CHINESE } from './texts-zh.ts'

/** What every language has: the shape of the English texts, with words of its own. */
export type Texts = Widened<typeof ENGLISH>

type Widened<T> = T extends Language
  ? Language
  : T extends string
    ? string
    : T extends (...values: infer Values) => string
      ? (...values: Values) => string
      : { readonly [Key in keyof T]: Widened<T[Key]> }

export type Language = 'en' | 'zh'

export const LANGUAGES: Readonly<Record<Language, Texts>> = { en: ENGLISH, zh: CHINESE }

/** The texts of whoever sits here: one operator has one language. */
export let TEXTS: Texts = ENGLISH

/** To be called before anything else of the console is loaded: titles of columns are taken when their file is. */
export function speak(language: Language): void {
  TEXTS = LANGUAGES[language]
}

/** Why the server is not well, as short as can be read from across the room. */
export function concernText({ kind, value, name }: Concern): string {
  const { concerns } = TEXTS
  switch (kind) {
    case 'silent':
      return concerns.silent(shortSpan(value))
    case 'database':
      return concerns.database
    case 'commit':
      return concerns.commit(milliseconds(value))
    case 'loop':
      return concerns.loop(milliseconds(value))
    case 'pool':
      return concerns.pool(count(value), name ?? '')
    default:
      return concerns[kind](count(value))
  }
}
