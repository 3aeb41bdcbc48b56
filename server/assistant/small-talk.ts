import { tellTime } from './commands/time.ts'
import { type Language, languageOf } from './language.ts'

/** One rule: what the question looks like, and the answer in both languages. */
interface Rule {
  readonly asks: RegExp
  readonly answer: (language: Language, now: number) => string
}

const both = (en: string, zh: string) => (language: Language) => (language === 'zh' ? zh : en)

/** Tried in order; the first that fits answers. They look for a word anywhere: what must be exact is a command. */
const RULES: readonly Rule[] = [
  {
    asks: /\bhow are you\b|你好吗|最近怎么样/i,
    answer: both('Well, thank you: the kettle is on.', '挺好的,水刚烧开。'),
  },
  {
    asks: /\b(time|date|day is it)\b|几点|时间|日期|几号|星期几/i,
    answer: tellTime,
  },
  {
    asks: /\b(hi|hello|hey|good (morning|afternoon|evening))\b|你好|您好|早上好|下午好|晚上好|嗨|在吗/i,
    answer: both('Hello! Say "help" to see what I can do.', '你好!说"帮助"看看我会什么。'),
  },
  {
    asks: /\b(thanks|thank you|thx)\b|谢谢|多谢/i,
    answer: both('You are welcome.', '不客气。'),
  },
  {
    asks: /\b(bye|good ?night|see you)\b|再见|晚安|拜拜/i,
    answer: both('See you! I keep what comes in.', '再见!有消息我替你收着。'),
  },
  {
    asks: /\b(who|what) are you\b|你是谁|你叫什么/i,
    answer: both(
      'I am the assistant of this server. I keep what you miss and hand it over when you are back.',
      '我是这里的小助手。你不在时的消息我替你收着,回来就交给你。',
    ),
  },
  {
    asks: /\btea\b|茶/i,
    answer: both('There is always tea here.', '这里总有茶喝。'),
  },
]

const ELSE = both(
  'I do not know that one. Say "help" to see what I can do.',
  '这个我还不会。说"帮助"看看我会什么。',
)

/** Answers from local rules: no network, no waiting. `now` is milliseconds since 1970. */
export function smallTalk(question: string, now: number): string {
  const language = languageOf(question)
  const rule = RULES.find(({ asks }) => asks.test(question))
  return (rule?.answer ?? ELSE)(language, now)
}
