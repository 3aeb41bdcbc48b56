// Runs on: storage worker
import { ChatError } from '../chat-error.ts'
import { cutFolded } from './accounts.ts'
import { prefixRange } from './chat-records.ts'
import { type Driver, DuplicateKey, queryFirst, type Sql, type Value } from './driver.ts'
import type {
  AccountQuery,
  AccountRecord,
  AuditNote,
  AuditRecord,
  NameQuery,
  OpenRoom,
  Operators,
  Page,
} from './operator-records.ts'
import { requireUser, USER_COLUMNS } from './people.ts'
import { ASSISTANT_ID, type NewUser, type UserRecord } from './store.ts'

export function operators(driver: Driver): Operators {
  const change = changer(driver)
  return {
    setBan: (foldedName, { until, reason }, audit) =>
      change(foldedName, audit, async (sql, id) => {
        const values = [until, reason, id]
        await sql.run('UPDATE users SET banned_until = ?, ban_reason = ? WHERE id = ?', values)
        if (until > 0) await revokeTokens(sql, id)
      }),
    setMute: (foldedName, { until, reason }, audit) =>
      change(foldedName, audit, async (sql, id) => {
        const values = [until, reason, id]
        await sql.run('UPDATE users SET muted_until = ?, mute_reason = ? WHERE id = ?', values)
      }),
    setRole: (foldedName, role, audit) =>
      change(foldedName, audit, async (sql, id) => {
        await sql.run('UPDATE users SET role = ? WHERE id = ?', [role, id])
      }),
    setPassword: (foldedName, passwordHash, audit) =>
      change(foldedName, audit, async (sql, id) => {
        await sql.run('UPDATE users SET password_hash = ? WHERE id = ?', [passwordHash, id])
        await revokeTokens(sql, id)
      }),
    addAccount: (user, role, audit) => addAccount(driver, user, role, audit),
    writeAudit: (audit) => writeAudit(driver, audit),
    auditPage: (query) => auditPage(driver, query),
    accountPage: (query) => accountPage(driver, query),
    roomPage: (query) => roomPage(driver, query),
  }
}

/** Every change of an account: find it, change it, write it down, all or nothing. */
function changer(driver: Driver) {
  return (
    foldedName: string,
    audit: AuditNote,
    work: (sql: Sql, id: number) => Promise<void>,
  ): Promise<UserRecord> =>
    driver.transaction(async (sql) => {
      const user = await queryFirst<UserRecord>(
        sql,
        `SELECT ${USER_COLUMNS} FROM users u WHERE u.folded = ? ${driver.forUpdate}`,
        [foldedName],
      )
      if (!user) throw new ChatError('not_found', { message: 'There is no such user.' })
      if (user.id === ASSISTANT_ID) {
        throw new ChatError('forbidden', { message: 'The assistant is part of the server.' })
      }
      await work(sql, user.id)
      // As it is written, whatever case the operator typed it in.
      await writeAudit(sql, { ...audit, target: user.name })
      return requireUser(sql, user.id)
    })
}

async function revokeTokens(sql: Sql, userId: number): Promise<void> {
  await sql.run('DELETE FROM tokens WHERE user_id = ?', [userId])
}

async function addAccount(
  driver: Driver,
  user: NewUser,
  role: 'user' | 'operator',
  audit: AuditNote,
): Promise<UserRecord> {
  const { name, folded, nickname, foldedNickname, passwordHash, at } = user
  try {
    return await driver.transaction(async (sql) => {
      const { lastId } = await sql.run(
        `INSERT INTO users (name, folded, nickname, folded_nickname, password_hash, role, created_at, seen_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        [name, folded, nickname, cutFolded(foldedNickname), passwordHash, role, at, at],
      )
      await writeAudit(sql, audit)
      return requireUser(sql, lastId)
    })
  } catch (cause) {
    if (cause instanceof DuplicateKey) throw new ChatError('name_taken', { cause })
    throw cause
  }
}

/** Of the columns on MySQL. */
const MAX_OPERATOR = 64
const MAX_ACTION = 32
const MAX_TARGET = 255
const MAX_TEXT = 1_000

async function writeAudit(sql: Sql, note: AuditNote): Promise<void> {
  const { at, operator, action, target, detail, reason } = note
  await sql.run(
    'INSERT INTO audit (at, operator, action, target, detail, reason) VALUES (?, ?, ?, ?, ?, ?)',
    [
      at,
      cut(operator, MAX_OPERATOR),
      cut(action, MAX_ACTION),
      cut(target, MAX_TARGET),
      cut(detail, MAX_TEXT),
      cut(reason, MAX_TEXT),
    ],
  )
}

const cut = (text: string, length: number): string =>
  text.length <= length ? text : [...text].slice(0, length).join('')

async function auditPage(
  driver: Driver,
  { before = Number.MAX_SAFE_INTEGER, limit }: { before?: number; limit: number },
): Promise<Page<AuditRecord>> {
  const rows = await driver.query<AuditRecord>(
    `SELECT id, at, operator, action, target, detail, reason FROM audit
     WHERE id < ? ORDER BY id DESC LIMIT ?`,
    [before, limit + 1],
  )
  return pageOf(rows, limit)
}

const ACCOUNT_COLUMNS = `u.id, u.name, u.nickname, u.role, u.banned_until AS bannedUntil,
  u.ban_reason AS banReason, u.muted_until AS mutedUntil, u.mute_reason AS muteReason,
  u.created_at AS createdAt, u.seen_at AS seenAt`
/** The constant beside the parameter lets SQLite use its partial index. */
const ONLY = {
  banned: 'u.banned_until > 0 AND u.banned_until > ?',
  muted: 'u.muted_until > 0 AND u.muted_until > ?',
  operators: "u.role = 'operator'",
} as const

async function accountPage(driver: Driver, query: AccountQuery): Promise<Page<AccountRecord>> {
  const { only, at, limit } = query
  const filter = only === undefined ? '' : `AND ${ONLY[only]}`
  const values: Value[] = only === 'banned' || only === 'muted' ? [at] : []
  const rows = await driver.query<AccountRecord>(
    `SELECT ${ACCOUNT_COLUMNS} FROM users u
     WHERE u.folded >= ? AND u.folded < ? AND u.folded > ? ${filter} ORDER BY u.folded LIMIT ?`,
    [...prefixRange(query.foldedPrefix), query.after, ...values, limit + 1],
  )
  return pageOf(rows, limit)
}

async function roomPage(driver: Driver, query: NameQuery): Promise<Page<OpenRoom>> {
  const rows = await driver.query<Omit<OpenRoom, 'isPrivate'> & { private: number }>(
    `SELECT c.id AS conversationId, c.name, c.topic, c.private, COALESCE(u.name, '') AS owner,
       c.member_count AS members, c.created_at AS createdAt,
       COALESCE((SELECT MAX(m.seq) FROM messages m WHERE m.conversation_id = c.id), 0) AS head
     FROM conversations c LEFT JOIN users u ON u.id = c.owner_id
     WHERE c.folded >= ? AND c.folded < ? AND c.folded > ? ORDER BY c.folded LIMIT ?`,
    [...prefixRange(query.foldedPrefix), query.after, query.limit + 1],
  )
  const { rows: kept, more } = pageOf(rows, query.limit)
  return {
    rows: kept.map(({ private: isPrivate, ...room }) => ({ ...room, isPrivate: isPrivate === 1 })),
    more,
  }
}

/** One row more than asked was read, to know whether there are others. */
const pageOf = <Row>(rows: Row[], limit: number): Page<Row> => ({
  rows: rows.slice(0, limit),
  more: rows.length > limit,
})
