// Runs on: storage worker
import { ChatError } from '../chat-error.ts'
import { queryFirst, type Sql } from './driver.ts'
import type { Person, UserRecord } from './store.ts'

/** Of `users u`, as `Person` and as `UserRecord`. */
export const PERSON_COLUMNS = 'u.id, u.name, u.nickname, u.bio'
export const USER_COLUMNS = `${PERSON_COLUMNS}, u.role, u.banned_until AS bannedUntil,
  u.muted_until AS mutedUntil, u.seen_at AS seenAt`

export const findPerson = (sql: Sql, foldedName: string): Promise<Person | undefined> =>
  queryFirst<Person>(sql, `SELECT ${PERSON_COLUMNS} FROM users u WHERE u.folded = ?`, [foldedName])

/** @throws ChatError `not_found` */
export async function requirePerson(sql: Sql, foldedName: string): Promise<Person> {
  const person = await findPerson(sql, foldedName)
  if (!person) throw new ChatError('not_found')
  return person
}

/** @throws ChatError `not_found` */
export async function requireUser(sql: Sql, userId: number): Promise<UserRecord> {
  const user = await queryFirst<UserRecord>(
    sql,
    `SELECT ${USER_COLUMNS} FROM users u WHERE u.id = ?`,
    [userId],
  )
  if (!user) throw new ChatError('not_found')
  return user
}
