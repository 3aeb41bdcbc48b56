import { type Language, languageOf } from './language.ts'

/** One rule: what the question looks like, and the answer in both languages. */
interface Rule {
  readonly asks: RegExp
  readonly answer: (now: Date) => Readonly<Record<Language, string>>
}

const TIME_FORMAT: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  en: new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short' }),
  zh: new Intl.DateTimeFormat('zh-CN', { dateStyle: 'full', timeStyle: 'short' }),
}

/** Tried in order; the first that fits answers. */
const RULES: readonly Rule[] = [
  {
    asks: /^(\/?help|\?|帮助|你会什么|怎么用)\s*[?？!！。.]*$/i,
    answer: () => ({
      en: [
        'I can do this:',
        '  missed — what came in while you were away, by sender, with times',
        '  time — what time it is on the server',
        '  help — this list',
        'Ask in Chinese and I answer in Chinese.',
      ].join('\n'),
      zh: [
        '我会这些:',
        '  离线消息 — 你不在的时候谁给你发了什么,几点发的',
        '  时间 — 服务器现在几点',
        '  帮助 — 这张单子',
        '用英文问,我就用英文答。',
      ].join('\n'),
    }),
  },
  {
    asks: /\b(time|date|day is it)\b|几点|时间|日期|几号|星期几/i,
    answer: (now) => ({
      en: `It is ${TIME_FORMAT.en.format(now)} on the server.`,
      zh: `服务器现在是${TIME_FORMAT.zh.format(now)}。`,
    }),
  },
  {
    asks: /\b(hi|hello|hey|good (morning|afternoon|evening))\b|你好|您好|早上好|晚上好|嗨/i,
    answer: () => ({
      en: 'Hello! Say "help" to see what I can do.',
      zh: '你好!说"帮助"看看我会什么。',
    }),
  },
  {
    asks: /\b(thanks|thank you|thx)\b|谢谢|多谢/i,
    answer: () => ({ en: 'You are welcome.', zh: '不客气。' }),
  },
  {
    asks: /\b(bye|good ?night|see you)\b|再见|晚安|拜拜/i,
    answer: () => ({
      en: 'See you! I keep what comes in.',
      zh: '再见!有消息我替你收着。',
    }),
  },
  {
    asks: /\b(who|what) are you\b|你是谁|你叫什么/i,
    answer: () => ({
      en: 'I am the assistant of this server. I keep what you miss and hand it over when you are back.',
      zh: '我是这里的小助手。你不在时的消息我替你收着,回来就交给你。',
    }),
  },
]

const ELSE: Readonly<Record<Language, string>> = {
  en: 'I do not know that one. Say "help" to see what I can do.',
  zh: '这个我还不会。说"帮助"看看我会什么。',
}

/** Answers from local rules: no network, no waiting. `now` is milliseconds since 1970. */
export function shortAnswer(question: string, now: number): string {
  const language = languageOf(question)
  const asked = question.trim()
  const rule = RULES.find(({ asks }) => asks.test(asked))
  return rule === undefined ? ELSE[language] : rule.answer(new Date(now))[language]
}
