import type { Environment, OptionRow } from './option-table.ts'

/** The one of every program that fills a screen. */
export const LANGUAGE_OPTION: OptionRow = {
  value: 'zh|en|auto',
  default: 'auto',
  help: 'the language of the screen; auto follows LC_ALL, LC_MESSAGES and LANG',
}

export const wrongLanguage = (lang: string | undefined): string =>
  `--lang must be zh, en or auto, not ${JSON.stringify(lang)}`

/** Undefined: it is none of them. */
export function chooseLanguage(lang: string, environment: Environment): 'zh' | 'en' | undefined {
  if (lang === 'zh' || lang === 'en') return lang
  if (lang !== 'auto') return undefined
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || ''
  return /^zh/i.test(locale) ? 'zh' : 'en'
}
