// Runs on: storage worker
import { ChatError } from '../chat-error.ts'
import { memberChat, prefixRange } from './chat-records.ts'
import { type Driver, DuplicateKey, queryFirst } from './driver.ts'
import { requirePerson } from './people.ts'
import { endMembership, joinRoom } from './room-members.ts'
import {
  findMember,
  isInvited,
  lockRoom,
  readRoom,
  requireMember,
  requireRoom,
} from './room-records.ts'
import type { NewRoom, RoomJoin, RoomRecord, Rooms } from './store.ts'

export function rooms(driver: Driver): Rooms {
  return {
    createRoom: (room) => createRoom(driver, room),
    joinRoom: (userId, roomFolded, at) => joinRoom(driver, userId, roomFolded, at),
    invite: (userId, roomFolded, otherFolded, at) =>
      invite(driver, userId, roomFolded, otherFolded, at),
    roomInfo: (userId, roomFolded) => roomInfo(driver, userId, roomFolded),
    findRooms: (userId, foldedPrefix, limit) => findRooms(driver, userId, foldedPrefix, limit),

    leaveRoom: (userId, roomFolded) =>
      driver.transaction(async (sql) => {
        const room = await lockRoom(driver, sql, roomFolded)
        await requireMember(sql, room.id, userId)
        return endMembership(sql, room, userId)
      }),

    kick: (userId, roomFolded, otherFolded) =>
      driver.transaction(async (sql) => {
        const room = await lockRoom(driver, sql, roomFolded)
        const { role } = await requireMember(sql, room.id, userId)
        if (role !== 'owner') throw new ChatError('forbidden')
        const other = await requirePerson(sql, otherFolded)
        if (other.id === userId) throw new ChatError('forbidden')
        if (!(await findMember(sql, room.id, other.id))) throw new ChatError('not_found')
        return endMembership(sql, room, other.id)
      }),
  }
}

async function createRoom(driver: Driver, room: NewRoom): Promise<RoomJoin> {
  const { name, folded, topic, isPrivate, ownerId, at } = room
  try {
    return await driver.transaction(async (sql) => {
      const { lastId: id } = await sql.run(
        `INSERT INTO conversations (kind, name, folded, topic, private, owner_id, member_count, created_at)
         VALUES ('room', ?, ?, ?, ?, ?, 1, ?)`,
        [name, folded, topic, isPrivate ? 1 : 0, ownerId, at],
      )
      await sql.run(
        `INSERT INTO members (conversation_id, user_id, role, joined_at) VALUES (?, ?, 'owner', ?)`,
        [id, ownerId, at],
      )
      const made = await readRoom(sql, { id, name, topic, private: isPrivate ? 1 : 0 })
      return { ...made, joined: true, chat: await memberChat(sql, ownerId, id) }
    })
  } catch (cause) {
    if (cause instanceof DuplicateKey) throw new ChatError('name_taken', { cause })
    throw cause
  }
}

function invite(
  driver: Driver,
  userId: number,
  roomFolded: string,
  otherFolded: string,
  at: number,
): ReturnType<Rooms['invite']> {
  return driver.transaction(async (sql) => {
    const room = await lockRoom(driver, sql, roomFolded)
    await requireMember(sql, room.id, userId)
    const person = await requirePerson(sql, otherFolded)
    if (await findMember(sql, room.id, person.id)) throw new ChatError('conflict')
    const block = await queryFirst(
      sql,
      `SELECT 1 AS found FROM friendships WHERE user_id = ? AND other_id = ? AND blocked = 1
         UNION ALL
         SELECT 1 FROM friendships WHERE user_id = ? AND other_id = ? AND blocked = 1`,
      [userId, person.id, person.id, userId],
    )
    if (block) throw new ChatError('blocked')
    if (!(await isInvited(sql, room.id, person.id))) {
      await sql.run(
        'INSERT INTO invitations (conversation_id, user_id, inviter_id, invited_at) VALUES (?, ?, ?, ?)',
        [room.id, person.id, userId, at],
      )
    }
    return { conversationId: room.id, name: room.name, person }
  })
}

async function roomInfo(driver: Driver, userId: number, roomFolded: string): Promise<RoomRecord> {
  const room = await requireRoom(driver, roomFolded)
  const allowed =
    room.private === 0 ||
    (await findMember(driver, room.id, userId)) !== undefined ||
    (await isInvited(driver, room.id, userId))
  if (!allowed) throw new ChatError('not_member')
  return readRoom(driver, room)
}

const findRooms = (
  driver: Driver,
  userId: number,
  foldedPrefix: string,
  limit: number,
): Promise<{ name: string; topic: string; members: number }[]> =>
  driver.query(
    `SELECT c.name, c.topic, c.member_count AS members FROM conversations c
     WHERE c.folded >= ? AND c.folded < ? AND (c.private = 0 OR EXISTS
       (SELECT 1 FROM members m WHERE m.conversation_id = c.id AND m.user_id = ?))
     ORDER BY c.folded LIMIT ?`,
    [...prefixRange(foldedPrefix), userId, limit],
  )
