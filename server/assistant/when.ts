import type { Language } from './language.ts'

/** Moments as people read them, in the server's time zone: those of today without the day. */
export class When {
  readonly #today: string
  readonly #day: Intl.DateTimeFormat
  readonly #time: Intl.DateTimeFormat

  constructor(language: Language, now: number) {
    const locale = language === 'zh' ? 'zh-CN' : 'en-GB'
    this.#day = new Intl.DateTimeFormat(locale, { month: '2-digit', day: '2-digit' })
    this.#time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
    this.#today = this.#day.format(now)
  }

  format(at: number): string {
    const day = this.#day.format(at)
    const time = this.#time.format(at)
    return day === this.#today ? time : `${day} ${time}`
  }
}
