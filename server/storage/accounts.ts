// Runs on: storage worker
import { ChatError } from '../chat-error.ts'
import { listChats, prefixRange } from './chat-records.ts'
import { type Driver, DuplicateKey, queryFirst } from './driver.ts'
import { listRelations } from './friendships.ts'
import { findPerson, PERSON_COLUMNS, requireUser, USER_COLUMNS } from './people.ts'
import type {
  Accounts,
  Credentials,
  LoginState,
  NewToken,
  NewUser,
  Person,
  Profile,
  ResumeState,
  UserRecord,
} from './store.ts'

/** Folding can make one character eighteen (ﷺ); more than this of a nickname nobody searches for, and the column has an end. */
const MAX_FOLDED_NICKNAME = 255

export function accounts(driver: Driver): Accounts {
  return {
    createUser: (user) => createUser(driver, user),
    credentials: (foldedName) =>
      queryFirst<Credentials>(
        driver,
        'SELECT id AS userId, password_hash AS passwordHash FROM users WHERE folded = ?',
        [foldedName],
      ),
    person: (foldedName) => findPerson(driver, foldedName),
    createToken: (token) => createToken(driver, token),
    loginState: (userId) => loginState(driver, userId),
    resume: (hash, at) => resume(driver, hash, at),
    async deleteToken(hash) {
      await driver.run('DELETE FROM tokens WHERE hash = ?', [hash])
    },
    touchTokens: (tokens) =>
      driver.raise(
        { table: 'tokens', keys: ['hash'], columns: ['last_used_at', 'expires_at'] },
        tokens.map(({ hash, at, expiresAt }) => [hash, at, expiresAt]),
      ),
    async deleteExpiredTokens(at) {
      await driver.run('DELETE FROM tokens WHERE expires_at <= ?', [at])
    },
    changePassword: (userId, passwordHash, keep) =>
      changePassword(driver, userId, passwordHash, keep),
    setProfile: (userId, profile) => setProfile(driver, userId, profile),
    saveSeen: (seen) =>
      driver.raise(
        { table: 'users', keys: ['id'], columns: ['seen_at'] },
        seen.map(({ userId, at }) => [userId, at]),
      ),
    findUsers: (foldedPrefix, limit) => findUsers(driver, foldedPrefix, limit),
  }
}

async function createUser(driver: Driver, user: NewUser): Promise<UserRecord> {
  const { name, folded, nickname, foldedNickname, passwordHash, at } = user
  try {
    const { lastId } = await driver.run(
      `INSERT INTO users (name, folded, nickname, folded_nickname, password_hash, created_at, seen_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      [name, folded, nickname, cutFolded(foldedNickname), passwordHash, at, at],
    )
    return {
      ...{ id: lastId, name, nickname, bio: '', role: 'user' },
      ...{ bannedUntil: 0, mutedUntil: 0, seenAt: at },
    }
  } catch (cause) {
    if (cause instanceof DuplicateKey) throw new ChatError('name_taken', { cause })
    throw cause
  }
}

async function createToken(driver: Driver, token: NewToken): Promise<void> {
  await driver.run(
    `INSERT INTO tokens (hash, user_id, device, created_at, last_used_at, expires_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
    [token.hash, token.userId, token.device, token.at, token.at, token.expiresAt],
  )
}

async function loginState(driver: Driver, userId: number): Promise<LoginState> {
  const user = await requireUser(driver, userId)
  const [relations, chats] = await Promise.all([
    listRelations(driver, userId),
    listChats(driver, userId),
  ])
  return { user, relations, chats }
}

async function resume(driver: Driver, hash: Uint8Array, at: number): Promise<ResumeState> {
  const row = await queryFirst<UserRecord & { device: string; lastUsedAt: number }>(
    driver,
    `SELECT ${USER_COLUMNS}, t.device, t.last_used_at AS lastUsedAt
     FROM tokens t JOIN users u ON u.id = t.user_id
     WHERE t.hash = ? AND t.expires_at > ?`,
    [hash, at],
  )
  if (!row) throw new ChatError('bad_token')
  const { device, lastUsedAt, ...user } = row
  const [relations, chats] = await Promise.all([
    listRelations(driver, user.id),
    listChats(driver, user.id),
  ])
  return { user, relations, chats, token: { device, lastUsedAt } }
}

function changePassword(
  driver: Driver,
  userId: number,
  passwordHash: string,
  keep: Uint8Array,
): Promise<void> {
  return driver.transaction(async (sql) => {
    await sql.run('UPDATE users SET password_hash = ? WHERE id = ?', [passwordHash, userId])
    await sql.run('DELETE FROM tokens WHERE user_id = ? AND hash <> ?', [userId, keep])
  })
}

function setProfile(driver: Driver, userId: number, profile: Profile): Promise<UserRecord> {
  const { nickname, foldedNickname, bio } = profile
  return driver.transaction(async (sql) => {
    await sql.run(
      `UPDATE users SET nickname = COALESCE(?, nickname),
         folded_nickname = COALESCE(?, folded_nickname), bio = COALESCE(?, bio) WHERE id = ?`,
      [
        nickname ?? null,
        foldedNickname === undefined ? null : cutFolded(foldedNickname),
        bio ?? null,
        userId,
      ],
    )
    return requireUser(sql, userId)
  })
}

/** Two ranges of two indexes, each read no further than needed: an OR would read and sort all who begin with the letter. */
async function findUsers(driver: Driver, foldedPrefix: string, limit: number): Promise<Person[]> {
  const range = prefixRange(foldedPrefix)
  const byName = await driver.query<Person>(
    `SELECT ${PERSON_COLUMNS} FROM users u
     WHERE u.folded >= ? AND u.folded < ? ORDER BY u.folded LIMIT ?`,
    [...range, limit],
  )
  if (byName.length === limit) return byName
  const byNickname = await driver.query<Person>(
    `SELECT ${PERSON_COLUMNS} FROM users u
     WHERE u.folded_nickname >= ? AND u.folded_nickname < ? AND NOT (u.folded >= ? AND u.folded < ?)
     ORDER BY u.folded_nickname, u.folded LIMIT ?`,
    [...range, ...range, limit - byName.length],
  )
  return [...byName, ...byNickname]
}

export const cutFolded = (nickname: string): string =>
  [...nickname].slice(0, MAX_FOLDED_NICKNAME).join('')
