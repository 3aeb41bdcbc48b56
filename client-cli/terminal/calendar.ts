import { safeDate } from '../../client/safe-date.ts'
import type { Language } from '../texts.ts'

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', zh: 'zh-CN' }

/** Times of day and days as people write them. */
export class Calendar {
  readonly #time: Intl.DateTimeFormat
  readonly #day: Intl.DateTimeFormat
  readonly #dayWithYear: Intl.DateTimeFormat

  /** `timeZone`: that of this machine unless a test wants another. */
  constructor(lang: Language, timeZone?: string) {
    const locale = LOCALES[lang]
    const zone = timeZone === undefined ? {} : { timeZone }
    this.#time = new Intl.DateTimeFormat(locale, {
      ...zone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    const day = { ...zone, weekday: 'long', day: 'numeric', month: 'long' } as const
    this.#day = new Intl.DateTimeFormat(locale, day)
    this.#dayWithYear = new Intl.DateTimeFormat(locale, { ...day, year: 'numeric' })
  }

  /** `09:41` */
  time(at: number): string {
    return this.#time.format(safeDate(at))
  }

  /** `Sunday 22 November`; with the year when it is not the one of `now`. */
  day(at: number, now: number): string {
    const date = safeDate(at)
    const isThisYear = date.getFullYear() === safeDate(now).getFullYear()
    return (isThisYear ? this.#day : this.#dayWithYear).format(date).replace(',', '')
  }
}
