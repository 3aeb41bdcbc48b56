import type { StorageApi } from '../../workers/storage-api.ts'
import type { Language } from '../language.ts'
import { oneLine } from '../one-line.ts'
import { isReminderOrder, parseReminderOrder } from '../reminder-order.ts'
import { When } from '../when.ts'
import type { LocalCommand, LocalQuestion } from './local-command.ts'

const MIN_AFTER_MS = 1_000
const MAX_AFTER_MS = 366 * 24 * 3_600_000
/** Of one user [G-6]. */
const MAX_REMINDERS = 50
/** As much as its column holds. */
const MAX_REMINDER_CHARACTERS = 999

export interface RemindHost {
  storage: Pick<StorageApi, 'addReminder'>
  /** A reminder is kept, and due then. */
  reminderMade(dueAt: number): void
}

export function remindCommand(host: RemindHost): LocalCommand {
  return { understands: isReminderOrder, answer: (question) => remind(host, question) }
}

/** The time counts from the question: an answer that a crash held up does not put it off. */
async function remind(host: RemindHost, question: LocalQuestion): Promise<string> {
  const { asker, conversationId, seq, language, at, now } = question
  const say = TEXTS[language]
  const order = parseReminderOrder(question.text, at)
  if (order === undefined) return say.when
  if (!(order.afterMs >= MIN_AFTER_MS && order.afterMs <= MAX_AFTER_MS)) return say.bounds
  const dueAt = at + order.afterMs
  const text = oneLine(order.text, MAX_REMINDER_CHARACTERS)
  const reminder = { userId: asker.id, conversationId, askedSeq: seq, dueAt, language, text }
  const id = await host.storage.addReminder(reminder, MAX_REMINDERS)
  if (id === undefined) return say.tooMany
  host.reminderMade(dueAt)
  return say.done(id, new When(language, now).format(dueAt), text)
}

interface Texts {
  when: string
  bounds: string
  tooMany: string
  done(id: number, time: string, text: string): string
}

const TEXTS: Readonly<Record<Language, Texts>> = {
  en: {
    when: 'When? Tell me how long from now, or at what time, as in: remind me in 20 minutes to drink tea; remind me at 15:30 to call Tom.',
    bounds: 'That is no time that I can keep: from one second to one year from now.',
    tooMany: `You have ${MAX_REMINDERS} reminders already. "reminders" lists them, "cancel reminder 12" takes one back.`,
    done: (id, time, text) => `I will remind you at ${time}${text && `: ${text}`} (reminder ${id})`,
  },
  zh: {
    when: '什么时候?告诉我多久以后或几点,比如:20分钟后提醒我喝茶;下午3点半提醒我开会。',
    bounds: '这个时间我记不住:从一秒到一年以后都可以。',
    tooMany: `你已经有 ${MAX_REMINDERS} 个提醒了。"我的提醒"列出它们,"取消提醒 12"取消一个。`,
    done: (id, time, text) => `好,${time} 提醒你${text && `:${text}`}(提醒 ${id})`,
  },
}
