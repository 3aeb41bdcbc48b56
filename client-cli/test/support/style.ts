import { Speech } from '../../speech.ts'
import { Calendar } from '../../terminal/calendar.ts'
import type { Style } from '../../terminal/message-lines.ts'
import { choosePaint } from '../../terminal/paint.ts'
import type { Language } from '../../texts.ts'

/** Sunday 22 November 2026, 09:41 in UTC. */
export const MORNING = Date.UTC(2026, 10, 22, 9, 41)
export const DAY_MS = 86_400_000

const NICKNAMES: Readonly<Record<string, string>> = { han: '韩梅梅', tom: 'Tom' }

/** The renderers as `li` sees them, without colours unless they are asked for. */
export function styleOf(lang: Language = 'en', hasColours = false): Style {
  return {
    paint: choosePaint(hasColours),
    speech: new Speech(lang),
    calendar: new Calendar(lang, 'UTC'),
    nameOf: (chat) => NICKNAMES[chat] ?? chat,
    me: () => 'li',
    isMe: (user) => user === 'li',
    now: () => MORNING,
  }
}
