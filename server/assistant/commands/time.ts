import { commandText } from '../command-text.ts'
import type { Language } from '../language.ts'
import type { LocalCommand } from './local-command.ts'

const ASKS =
  /^(time|date|what time is it( now)?|what(’s|'s| is) the (time|date)( now)?|what day is it( today)?|时间|日期|(现在)?(是)?(几点|什么时间|什么时候)(了|钟|钟了)?|今天(是)?(几号|星期几|周几|几月几号|几月几日|什么日子)(了)?)$/i

const FORMAT: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  en: new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short' }),
  zh: new Intl.DateTimeFormat('zh-CN', { dateStyle: 'full', timeStyle: 'short' }),
}

export function tellTime(language: Language, now: number): string {
  const time = FORMAT[language].format(now)
  return language === 'zh' ? `服务器现在是${time}。` : `It is ${time} on the server.`
}

export const timeCommand: LocalCommand = {
  understands: (text) => ASKS.test(commandText(text)),
  answer: async ({ language, now }) => tellTime(language, now),
}
