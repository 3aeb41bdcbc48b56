// Runs on: storage worker
import { ChatError } from '../chat-error.ts'
import { memberChat } from './chat-records.ts'
import { type Driver, queryFirst, type Sql } from './driver.ts'
import { PERSON_COLUMNS } from './people.ts'
import { findMember, isInvited, lockRoom, type RoomRow, readRoomInPart } from './room-records.ts'
import type { Person, RoomJoin, RoomLeave } from './store.ts'

export function joinRoom(
  driver: Driver,
  userId: number,
  roomFolded: string,
  at: number,
): Promise<RoomJoin> {
  return driver.transaction(async (sql) => {
    const room = await lockRoom(driver, sql, roomFolded)
    const joined = !(await findMember(sql, room.id, userId))
    if (joined) {
      if (room.private === 1 && !(await isInvited(sql, room.id, userId))) {
        throw new ChatError('forbidden')
      }
      await addMember(sql, room, userId, at)
    }
    const record = await readRoomInPart(sql, room)
    return { ...record, joined, chat: await memberChat(sql, userId, room.id) }
  })
}

async function addMember(sql: Sql, room: RoomRow, userId: number, at: number): Promise<void> {
  const newest = await queryFirst<{ seq: number }>(
    sql,
    'SELECT seq FROM messages WHERE conversation_id = ? ORDER BY seq DESC LIMIT 1',
    [room.id],
  )
  const head = newest?.seq ?? 0
  await sql.run(
    `INSERT INTO members (conversation_id, user_id, joined_seq, received_seq, read_seq, joined_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
    [room.id, userId, head, head, head, at],
  )
  await sql.run('UPDATE conversations SET member_count = member_count + 1 WHERE id = ?', [room.id])
  // It lets in once: who leaves, or is kicked, needs another.
  await sql.run('DELETE FROM invitations WHERE conversation_id = ? AND user_id = ?', [
    room.id,
    userId,
  ])
}

/** For a member who leaves or is kicked out; the room is locked. */
export async function endMembership(sql: Sql, room: RoomRow, userId: number): Promise<RoomLeave> {
  const wasOwner = (await findMember(sql, room.id, userId))?.role === 'owner'
  await sql.run('DELETE FROM members WHERE conversation_id = ? AND user_id = ?', [room.id, userId])
  await sql.run('UPDATE conversations SET member_count = member_count - 1 WHERE id = ?', [room.id])
  if (wasOwner) await passOn(sql, room)

  const person = await queryFirst<Person>(
    sql,
    `SELECT ${PERSON_COLUMNS} FROM users u WHERE u.id = ?`,
    [userId],
  )
  const count = await queryFirst<{ memberCount: number }>(
    sql,
    'SELECT member_count AS memberCount FROM conversations WHERE id = ?',
    [room.id],
  )
  if (!person || !count) throw new Error(`User ${userId} or room ${room.id} is not there.`)
  return { conversationId: room.id, name: room.name, person, memberCount: count.memberCount }
}

/** To the member of longest standing; a room without any is closed. */
async function passOn(sql: Sql, room: RoomRow): Promise<void> {
  const heir = await queryFirst<{ userId: number }>(
    sql,
    `SELECT user_id AS userId FROM members WHERE conversation_id = ?
     ORDER BY joined_at, user_id LIMIT 1`,
    [room.id],
  )
  if (!heir) {
    // Without its folded name nobody finds it, and the name is free.
    await sql.run('UPDATE conversations SET folded = NULL, owner_id = NULL WHERE id = ?', [room.id])
    await sql.run('DELETE FROM invitations WHERE conversation_id = ?', [room.id])
    return
  }
  await sql.run('UPDATE conversations SET owner_id = ? WHERE id = ?', [heir.userId, room.id])
  await sql.run(`UPDATE members SET role = 'owner' WHERE conversation_id = ? AND user_id = ?`, [
    room.id,
    heir.userId,
  ])
}
