import { EN_CLOCK, nextMoment, ZH_CLOCK } from './clock-time.ts'
import { EN_SPAN, spanMs, ZH_NOT_IN_NUMBER, ZH_SPAN } from './duration.ts'

export interface ReminderOrder {
  afterMs: number
  /** What to remind of; empty: nothing in particular. */
  text: string
}

/** "Remind me what that was" asks for something else. */
const EN_START =
  /^(?:please |can you |could you )?remind (?:in\b|me\b(?! (?:what|who|whom|whose|how|why|where|which)\b))/i
const ZH_START = new RegExp(
  `^(?:请你?|麻烦你?|帮我)? ?(?:提醒我|(?:在|过|再过)? ?(?:${ZH_SPAN}|${ZH_CLOCK}) ?(?:之后|以后|后)?[,，]? ?(?:请|记得)?(?:提醒|叫)我)`,
)

/** Spoken as one of these, with the time as `span` and the matter as `text`. */
const FORMS: readonly RegExp[] = [
  `^(?:please |can you |could you )?remind(?: me)? in (?<span>${EN_SPAN})(?: (?:to|that|about|of)(?= )|[:,，：])? ?(?<text>.*)$`,
  `^in (?<span>${EN_SPAN}),? (?:please )?remind me(?: (?:to|that|about|of)(?= )|[:,，：])? ?(?<text>.*)$`,
  `^(?:please |can you |could you )?remind me (?:(?:to|that|about|of) )?(?<text>.*) in (?<span>${EN_SPAN})[.!?]?$`,
  `^(?:请你?|麻烦你?|帮我)? ?提醒我 ?(?:在|过|再过)? ?(?<span>${ZH_SPAN}) ?(?:之后|以后|后)[,，:：、]? ?(?<text>.*)$`,
  `^(?:请你?|麻烦你?|帮我)? ?(?:在|过|再过)? ?(?<span>${ZH_SPAN}) ?(?:之后|以后|后)?[,，]? ?(?:请|记得)?(?:提醒|叫)我[,，:：、]? ?(?<text>.*)$`,
  `^(?:请你?|麻烦你?|帮我)? ?提醒我 ?(?<text>.*?)${ZH_NOT_IN_NUMBER}(?<span>${ZH_SPAN}) ?(?:之后|以后|后)[.。!！]?$`,
  `^(?:please |can you |could you )?remind me (?<clock>${EN_CLOCK})(?: (?:to|that|about|of)(?= )|[:,，：])? ?(?<text>.*)$`,
  `^(?<clock>${EN_CLOCK}),? (?:please )?remind me(?: (?:to|that|about|of)(?= )|[:,，：])? ?(?<text>.*)$`,
  `^(?:please |can you |could you )?remind me (?:(?:to|that|about|of) )?(?<text>.*?) (?<clock>${EN_CLOCK})[.!?]?$`,
  `^(?:请你?|麻烦你?|帮我)? ?提醒我 ?(?:在)? ?(?<clock>${ZH_CLOCK})[,，:：、]? ?(?<text>.*)$`,
  `^(?:请你?|麻烦你?|帮我)? ?(?:在)? ?(?<clock>${ZH_CLOCK})[,，]? ?(?:请|记得)?(?:提醒|叫)我[,，:：、]? ?(?<text>.*)$`,
].map((form) => new RegExp(form, 'iu'))

const EN_TIME_FIRST = new RegExp(`^(?:in ${EN_SPAN}|${EN_CLOCK}),? (?:please )?remind me\\b`, 'i')

/** Whether somebody wants to be reminded, even if it is not clear when: a language model must not promise it. */
export function isReminderOrder(text: string): boolean {
  const order = tidy(text)
  return EN_START.test(order) || EN_TIME_FIRST.test(order) || ZH_START.test(order)
}

/**
 * `undefined` when there is no time in it. `at`: when it was said, in milliseconds since 1970; `afterMs` counts from there, and is NaN for a time of day
 * that never comes.
 */
export function parseReminderOrder(text: string, at: number): ReminderOrder | undefined {
  const order = tidy(text)
  for (const form of FORMS) {
    const { span, clock, text: matter = '' } = form.exec(order)?.groups ?? {}
    if (span === undefined && clock === undefined) continue
    const afterMs = span === undefined ? nextMoment(clock ?? '', at) - at : Math.round(spanMs(span))
    return { afterMs, text: matter.trim().replace(/[,，、:：]$/, '') }
  }
  return undefined
}

const tidy = (text: string): string => text.trim().replace(/^\//, '').replace(/\s+/g, ' ')
