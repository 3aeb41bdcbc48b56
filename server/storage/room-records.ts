// Runs on: storage worker
import type { Role } from '../../protocol/entities.ts'
import { MAX_LISTED_MEMBERS } from '../../protocol/limits.ts'
import { ChatError } from '../chat-error.ts'
import { type Driver, queryFirst, type Sql } from './driver.ts'
import type { RoomRecord } from './store.ts'

/** A room as its row in `conversations` says. */
export interface RoomRow {
  id: number
  name: string
  topic: string
  /** Stored as 0 or 1. */
  private: number
}

const SELECT_ROOM = 'SELECT id, name, topic, private FROM conversations WHERE folded = ?'

/** @throws ChatError `not_found` */
export async function requireRoom(sql: Sql, roomFolded: string, lock = ''): Promise<RoomRow> {
  const room = await queryFirst<RoomRow>(sql, `${SELECT_ROOM} ${lock}`, [roomFolded])
  if (!room) throw new ChatError('not_found')
  return room
}

/** Everything that changes who is in a room comes through here, so that two such changes stand in line. */
export const lockRoom = (driver: Driver, sql: Sql, roomFolded: string): Promise<RoomRow> =>
  requireRoom(sql, roomFolded, driver.forUpdate)

const SELECT_MEMBERS = `
  SELECT me.user_id AS userId, u.name AS user, me.role
  FROM members me JOIN users u ON u.id = me.user_id
  WHERE me.conversation_id = ? ORDER BY me.joined_at, me.user_id`

/** Of any so many: to sort all of them by age would read all of them. */
const SELECT_SOME_MEMBERS = `
  SELECT me.user_id AS userId, u.name AS user, me.role
  FROM (SELECT user_id, role, joined_at FROM members WHERE conversation_id = ? ORDER BY user_id LIMIT ?) me
  JOIN users u ON u.id = me.user_id ORDER BY me.joined_at, me.user_id`

export async function readRoom(sql: Sql, room: RoomRow): Promise<RoomRecord> {
  return record(room, await sql.query<Listed>(SELECT_MEMBERS, [room.id]))
}

/** At the same cost however many there are. */
export async function readRoomInPart(sql: Sql, room: RoomRow): Promise<RoomRecord> {
  return record(room, await sql.query<Listed>(SELECT_SOME_MEMBERS, [room.id, MAX_LISTED_MEMBERS]))
}

type Listed = RoomRecord['members'][number]

function record(room: RoomRow, members: Listed[]): RoomRecord {
  const { id, name, topic } = room
  return { conversationId: id, name, topic, isPrivate: room.private === 1, members }
}

export const findMember = (
  sql: Sql,
  conversationId: number,
  userId: number,
): Promise<{ role: Role } | undefined> =>
  queryFirst(sql, 'SELECT role FROM members WHERE conversation_id = ? AND user_id = ?', [
    conversationId,
    userId,
  ])

/** @throws ChatError `not_member` */
export async function requireMember(
  sql: Sql,
  conversationId: number,
  userId: number,
): Promise<{ role: Role }> {
  const member = await findMember(sql, conversationId, userId)
  if (!member) throw new ChatError('not_member')
  return member
}

export async function isInvited(
  sql: Sql,
  conversationId: number,
  userId: number,
): Promise<boolean> {
  const row = await queryFirst(
    sql,
    'SELECT 1 AS found FROM invitations WHERE conversation_id = ? AND user_id = ?',
    [conversationId, userId],
  )
  return row !== undefined
}
