// Runs on: storage worker
import { type Driver, DuplicateKey, queryFirst } from './driver.ts'
import type { NewReminder, ReminderRecord, Reminders } from './reminder-records.ts'

const SELECT_REMINDERS = `
  SELECT id, user_id AS userId, conversation_id AS conversationId, asked_seq AS askedSeq,
    due_at AS dueAt, language, text
  FROM reminders`

export function reminders(driver: Driver): Reminders {
  return {
    addReminder: (reminder, max) => addReminder(driver, reminder, max),
    remindersOf: (userId) =>
      driver.query<ReminderRecord>(`${SELECT_REMINDERS} WHERE user_id = ? ORDER BY due_at, id`, [
        userId,
      ]),
    async cancelReminders(userId, which) {
      const all = 'DELETE FROM reminders WHERE user_id = ?'
      const { changes } = await (which === 'all'
        ? driver.run(all, [userId])
        : driver.run(`${all} AND id = ?`, [userId, which]))
      return changes
    },
    nextReminders: (until, limit) =>
      driver.query<ReminderRecord>(
        `${SELECT_REMINDERS} WHERE due_at <= ? ORDER BY due_at, id LIMIT ?`,
        [until, limit],
      ),
    async deleteReminder(id) {
      await driver.run('DELETE FROM reminders WHERE id = ?', [id])
    },
  }
}

/** A user's questions are answered one at a time, so that counting first is enough to hold the bound. */
async function addReminder(
  driver: Driver,
  reminder: NewReminder,
  max: number,
): Promise<number | undefined> {
  const { userId, conversationId, askedSeq, dueAt, language, text } = reminder
  try {
    return await driver.transaction(async (sql) => {
      const row = await queryFirst<{ count: number }>(
        sql,
        'SELECT COUNT(*) AS count FROM reminders WHERE user_id = ?',
        [userId],
      )
      if ((row?.count ?? 0) >= max) return findReminder(sql, conversationId, askedSeq)
      const { lastId } = await sql.run(
        `INSERT INTO reminders (user_id, conversation_id, asked_seq, due_at, language, text)
         VALUES (?, ?, ?, ?, ?, ?)`,
        [userId, conversationId, askedSeq, dueAt, language, text],
      )
      return lastId
    })
  } catch (error) {
    if (error instanceof DuplicateKey) return findReminder(driver, conversationId, askedSeq)
    throw error
  }
}

async function findReminder(
  sql: Pick<Driver, 'query'>,
  conversationId: number,
  askedSeq: number,
): Promise<number | undefined> {
  const found = await sql.query<{ id: number }>(
    'SELECT id FROM reminders WHERE conversation_id = ? AND asked_seq = ?',
    [conversationId, askedSeq],
  )
  return found[0]?.id
}
