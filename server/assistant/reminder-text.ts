import type { ReminderRecord } from '../storage/reminder-records.ts'
import { When } from './when.ts'

/** Later than this, people are told when it was due. */
const LATE_MS = 60_000

export function reminderText({ dueAt, language, text }: ReminderRecord, now: number): string {
  const isLate = now - dueAt > LATE_MS
  const when = new When(language, now).format(dueAt)
  if (language === 'zh') {
    return `⏰ ${text === '' ? '时间到了' : `提醒:${text}`}${isLate ? `(本来是 ${when})` : ''}`
  }
  return `⏰ ${text === '' ? 'Time is up' : `Reminder: ${text}`}${isLate ? ` (it was for ${when})` : ''}`
}
