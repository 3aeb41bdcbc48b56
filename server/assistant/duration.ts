const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const WEEK_MS = 7 * DAY_MS

/**
 * Patterns of a span of time, to be built into those of whole sentences, without groups of their own. Every repetition in them is bounded: they
 * match or fail in constant time wherever they are tried [G-6].
 */
const EN_WORD =
  '(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty-five|sixty)'
const EN_NUMBER = `(?:\\d{1,6}(?:\\.\\d{1,2})? ?|${EN_WORD} )`
const EN_UNIT = '(?:seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w)(?![a-z])'
const EN_ONE = `(?:half an? |${EN_NUMBER}(?:and a half )?)${EN_UNIT}(?: and a half)?`
export const EN_SPAN = `${EN_ONE}(?:(?:,? and |, | )?${EN_ONE}){0,2}`

const ZH_DIGITS = '零〇一二两三四五六七八九十百半'
const ZH_NUMBER = `(?:\\d{1,6}(?:\\.\\d{1,2})?|[${ZH_DIGITS}]{1,6})`
const ZH_UNIT = '(?:秒钟?|分钟?|刻钟?|小时|钟头|天|日|星期|周)'
const ZH_ONE = `${ZH_NUMBER} ?个?半? ?${ZH_UNIT}半?`
export const ZH_SPAN = `${ZH_ONE}(?: ?零? ?${ZH_ONE}){0,2}`
/** What may stand before a Chinese span, so that "喝茶10分钟后" is not cut inside its number. */
export const ZH_NOT_IN_NUMBER = `(?<![\\d.${ZH_DIGITS}])`

const EN_PARTS = new RegExp(
  `(?:(half an? )|(${EN_NUMBER})(and a half )?)(${EN_UNIT})( and a half)?`,
  'gi',
)
const ZH_PARTS = new RegExp(`(${ZH_NUMBER}) ?个?(半)? ?(${ZH_UNIT})(半)?`, 'g')

/** The length of a span that one of the patterns has matched. */
export function spanMs(span: string): number {
  return /[a-z]/i.test(span) ? enSpanMs(span.toLowerCase()) : zhSpanMs(span)
}

function enSpanMs(span: string): number {
  let sum = 0
  for (const [, half, number = '', before, unit = '', after] of span.matchAll(EN_PARTS)) {
    const count = half === undefined ? enNumber(number.trim()) : 0.5
    sum += (count + (before || after ? 0.5 : 0)) * enUnitMs(unit)
  }
  return sum
}

function zhSpanMs(span: string): number {
  let sum = 0
  for (const [, number = '', before, unit = '', after] of span.matchAll(ZH_PARTS)) {
    sum += (zhNumber(number) + (before || after ? 0.5 : 0)) * zhUnitMs(unit)
  }
  return sum
}

const EN_WORDS: Readonly<Record<string, number>> = {
  ...{
    a: 1,
    an: 1,
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
  },
  ...{ ten: 10, fifteen: 15, twenty: 20, thirty: 30, 'forty-five': 45, sixty: 60 },
}

const enNumber = (text: string): number => EN_WORDS[text] ?? Number(text)

function enUnitMs(unit: string): number {
  if (unit.startsWith('s')) return SECOND_MS
  if (unit.startsWith('m')) return MINUTE_MS
  if (unit.startsWith('h')) return HOUR_MS
  return unit.startsWith('d') ? DAY_MS : WEEK_MS
}

/** 十, 十五, 二十, 一百二十, 半: what people say of minutes; digits as they are. */
export function zhNumber(text: string): number {
  if (/^\d/.test(text)) return Number(text)
  let sum = 0
  let digit = 0
  for (const character of text) {
    const value = '零一二三四五六七八九'.indexOf(character)
    if (character === '半') sum += 0.5
    else if (character === '两') digit = 2
    else if (character === '十' || character === '百') {
      sum += (digit || 1) * (character === '十' ? 10 : 100)
      digit = 0
    } else digit = Math.max(value, 0)
  }
  return sum + digit
}

function zhUnitMs(unit: string): number {
  if (unit.startsWith('秒')) return SECOND_MS
  if (unit.startsWith('分')) return MINUTE_MS
  if (unit.startsWith('刻')) return 15 * MINUTE_MS
  if (unit === '小时' || unit === '钟头') return HOUR_MS
  return unit === '天' || unit === '日' ? DAY_MS : WEEK_MS
}
