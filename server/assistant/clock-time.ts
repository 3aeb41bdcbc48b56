import { zhNumber } from './duration.ts'

/**
 * Patterns of a time of day, with its day if it is said, to be built into those of whole sentences: without groups of their own, and every repetition
 * bounded [G-6].
 */
const EN_DAY = '(?:today|tomorrow)'
export const EN_CLOCK = `(?:${EN_DAY} )?at \\d{1,2}(?:[:.]\\d{2})?(?: ?[ap]\\.?m\\.?)?(?!\\w|:\\d)(?: ${EN_DAY})?`

const ZH_DIGITS = '零〇一二两三四五六七八九十'
const ZH_HOUR = `(?:\\d{1,2}|[${ZH_DIGITS}]{1,3})`
const ZH_MINUTES = `(?:半|一刻|三刻|(?:\\d{1,2}|[${ZH_DIGITS}]{1,3})分?)`
const ZH_PART = '(?:凌晨|早上|早晨|上午|中午|下午|傍晚|晚上)'
const ZH_DAY = '(?:今天|明天|后天|今早|今晚|明早|明晚)'
export const ZH_CLOCK = `(?:${ZH_DAY}的?)? ?${ZH_PART}? ?(?:\\d{1,2}[:：]\\d{2}|${ZH_HOUR}[点點](?:钟|整|${ZH_MINUTES})?)`

interface ClockTime {
  /** 0: the next time the clock shows it, 1: tomorrow, 2: the day after. */
  day: number | undefined
  hour: number
  minute: number
}

/**
 * When a clock in the server's time zone shows next what one of the patterns has matched, on the day that was said, after `at`.
 * @returns milliseconds since 1970; NaN where no clock ever shows it, or today's hour has passed
 */
export function nextMoment(spoken: string, at: number): number {
  const { day, hour, minute } =
    /^[\x20-\x7e]*$/.test(spoken) && /at /i.test(spoken)
      ? enClock(spoken.toLowerCase())
      : zhClock(spoken)
  if (!(hour >= 0 && hour <= 24 && minute >= 0 && minute <= 59)) return Number.NaN
  const due = new Date(at)
  due.setDate(due.getDate() + (day ?? 0))
  due.setHours(hour, minute, 0, 0)
  if (day === undefined && due.getTime() <= at) due.setDate(due.getDate() + 1)
  return due.getTime() > at ? due.getTime() : Number.NaN
}

function enClock(spoken: string): ClockTime {
  const [, hour = '', minute = '0', half] =
    /at (\d+)(?:[:.](\d+))?(?: ?([ap])\.?m)?/.exec(spoken) ?? []
  const said = Number(hour)
  const isTwelve = said >= 1 && said <= 12
  return {
    day: spoken.includes('tomorrow') ? 1 : spoken.includes('today') ? 0 : undefined,
    hour: half === undefined ? said : isTwelve ? (said % 12) + (half === 'p' ? 12 : 0) : Number.NaN,
    minute: Number(minute),
  }
}

function zhClock(spoken: string): ClockTime {
  const [, hour = '', digits, words] =
    new RegExp(`(${ZH_HOUR})(?:[:：](\\d{2})|[点點](?:钟|整|(${ZH_MINUTES}))?)$`).exec(spoken) ?? []
  const said = zhNumber(hour)
  const isAfternoon = /下午|傍晚|晚/.test(spoken) || (spoken.includes('中午') && said < 11)
  return {
    day: /后天/.test(spoken) ? 2 : /明/.test(spoken) ? 1 : /今/.test(spoken) ? 0 : undefined,
    hour: isAfternoon && said < 12 ? said + 12 : said,
    minute: digits === undefined ? zhMinutes(words) : Number(digits),
  }
}

function zhMinutes(words: string | undefined): number {
  if (words === undefined) return 0
  if (words === '半') return 30
  if (words === '一刻' || words === '三刻') return words === '一刻' ? 15 : 45
  return zhNumber(words.replace('分', ''))
}
