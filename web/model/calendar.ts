import type { Language } from './settings.ts'

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', zh: 'zh-CN' }
const DAY_MS = 86_400_000

/** Times and days as people write them. */
export class Calendar {
  readonly #time: Intl.DateTimeFormat
  readonly #day: Intl.DateTimeFormat
  readonly #dayWithYear: Intl.DateTimeFormat
  readonly #short: Intl.DateTimeFormat
  readonly #full: Intl.DateTimeFormat
  readonly #words: Intl.RelativeTimeFormat

  /** `timeZone`: that of this machine unless a test wants another. */
  constructor(language: Language, timeZone?: string) {
    const locale = LOCALES[language]
    const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
      new Intl.DateTimeFormat(locale, { ...options, ...(timeZone !== undefined && { timeZone }) })
    const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
    const day = { weekday: 'long', day: 'numeric', month: 'long' } as const
    this.#time = format(time)
    this.#day = format(day)
    this.#dayWithYear = format({ ...day, year: 'numeric' })
    this.#short = format({ day: 'numeric', month: 'short', year: 'numeric' })
    this.#full = format({ dateStyle: 'full', timeStyle: 'medium' })
    this.#words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  }

  /** `09:41` */
  time(at: number): string {
    return this.#time.format(safe(at))
  }

  /** "Today", "Yesterday", `Sunday 22 November`; with the year when it is another one. */
  day(at: number, now: number): string {
    const days = Math.round((midnight(at) - midnight(now)) / DAY_MS)
    if (days === 0 || days === -1) return capital(this.#words.format(days, 'day'))
    const isThisYear = safe(at).getFullYear() === safe(now).getFullYear()
    return (isThisYear ? this.#day : this.#dayWithYear).format(safe(at)).replace(',', '')
  }

  /** The time of today, else the date: for lists of messages from anywhere. */
  short(at: number, now: number): string {
    return midnight(at) === midnight(now) ? this.time(at) : this.#short.format(safe(at))
  }

  /** Everything, for whoever wants to know exactly. */
  full(at: number): string {
    return this.#full.format(safe(at))
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** A server may say a moment that no calendar has, and formatting that would throw. */
const safe = (at: number): Date => new Date(Math.min(at, 8.64e15))

function midnight(at: number): number {
  const date = safe(at)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}
