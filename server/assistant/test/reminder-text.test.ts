import t from 'tap'
import { reminderText } from '../reminder-text.ts'

const NOW = new Date(2026, 10, 22, 9, 41).getTime()
const DAY = 24 * 3_600_000

const saidAt = (afterMs: number, text: string, language: 'en' | 'zh') => {
  const place = { id: 1, userId: 7, conversationId: 3, askedSeq: 5 }
  return reminderText({ ...place, dueAt: NOW - afterMs, language, text }, NOW)
}

t.test('says what it is for, in the language in which it was asked', async (t) => {
  t.equal(saidAt(0, 'drink tea', 'en'), '⏰ Reminder: drink tea')
  t.equal(saidAt(0, '喝茶', 'zh'), '⏰ 提醒:喝茶')
  t.equal(saidAt(0, '', 'en'), '⏰ Time is up')
  t.equal(saidAt(60_000, '', 'zh'), '⏰ 时间到了')
})

t.test('who is reminded late is told when it should have been', async (t) => {
  t.equal(saidAt(120_000, 'go', 'en'), '⏰ Reminder: go (it was for 09:39)')
  t.equal(saidAt(DAY, 'go', 'en'), '⏰ Reminder: go (it was for 21/11 09:41)')
  t.equal(saidAt(DAY, '', 'zh'), '⏰ 时间到了(本来是 11/21 09:41)')
})
