import type { Language } from '../language.ts'

/** Why there is no answer, as far as people need to know. */
export type TroubleKind =
  /** Not reached, hung up, or failed: worth another try. */
  | 'down'
  | 'slow'
  /** Out of quota, or too many requests. */
  | 'quota'
  /** It will not have us: key, model or address are wrong. */
  | 'refused'
  | 'tooLong'
  /** It answered something that cannot be read. */
  | 'garbled'
  /** It has nothing to say to that. */
  | 'silent'
  /** It was never asked: too many are waiting. */
  | 'busy'

interface TroubleOptions {
  /** What had come of the answer before it broke off. */
  partial?: string
  cause?: unknown
}

/** `detail` is for the log: a status, a code, never a text or a key. */
export class BackendTrouble extends Error {
  readonly kind: TroubleKind
  readonly partial: string

  constructor(kind: TroubleKind, detail: string, { partial = '', cause }: TroubleOptions = {}) {
    super(detail, { cause })
    this.name = 'BackendTrouble'
    this.kind = kind
    this.partial = partial
  }
}

const SENTENCES: Readonly<Record<TroubleKind, Readonly<Record<Language, string>>>> = {
  down: {
    en: 'I cannot reach what answers for me just now. Please ask again in a moment. "help" shows what I can do without it.',
    zh: '我现在连不上替我回答的服务,请过一会儿再问。说"帮助"看看没有它我也会的。',
  },
  slow: {
    en: 'That took too long, so I gave up waiting for an answer. Please ask again in a moment.',
    zh: '等了太久还没有答案,我先不等了,请过一会儿再问。',
  },
  quota: {
    en: 'What answers for me takes no more questions for now: its quota is used up. Please try later.',
    zh: '替我回答的服务暂时不接受更多问题了(次数已用完),请以后再试。',
  },
  refused: {
    en: 'What answers for me does not accept this server’s settings (key, model or address). The operator has to look at them.',
    zh: '替我回答的服务不接受本服务器的设置(密钥、模型或地址),需要管理员检查。',
  },
  tooLong: {
    en: 'That question is too long for what answers for me. Please put it more briefly: 150 characters always fit.',
    zh: '这个问题太长了,请说得短一些:150 个字以内一定可以。',
  },
  garbled: {
    en: 'I was given an answer that I cannot read. Please ask again, perhaps in other words.',
    zh: '我收到的答案读不懂,请换个说法再问一次。',
  },
  silent: {
    en: 'I have no answer to that. Say "help" to see what I can do.',
    zh: '这个我答不上来。说"帮助"看看我会什么。',
  },
  busy: {
    en: 'Too many people are asking me something just now. Please ask again in a minute.',
    zh: '现在问我的人太多了,请过一分钟再问。',
  },
}

const BROKE_OFF: Readonly<Record<Language, string>> = {
  en: '… (the answer broke off here)',
  zh: '……(答案到这里中断了)',
}

/** What the asker reads instead of an answer. */
export function explainTrouble({ kind, partial }: BackendTrouble, language: Language): string {
  return partial === '' ? SENTENCES[kind][language] : `${partial}${BROKE_OFF[language]}`
}

const ALL = new Set(Object.values(SENTENCES).flatMap((both) => Object.values(both)))

/** Whether a text is no answer but one of the sentences above. */
export const isTroubleSentence = (text: string): boolean => ALL.has(text)
