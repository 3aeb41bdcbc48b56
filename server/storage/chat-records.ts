// Runs on: storage worker
import type { Sql, Value } from './driver.ts'
import { queryFirst } from './driver.ts'
import type { ChatRecord } from './store.ts'

/**
 * A user's chats as `ChatRecord`; `?` is the user, and more conditions may follow. The newest seq is the last entry of a
 * key: MariaDB walks through all messages for a MAX() here, which SQLite does not.
 */
export const SELECT_CHATS = `
  SELECT me.conversation_id AS conversationId, c.kind,
    CASE WHEN c.kind = 'room' THEN c.name ELSE peer.name END AS name,
    COALESCE(peer.id, 0) AS peerId, c.member_count AS memberCount,
    COALESCE((SELECT seq FROM messages WHERE conversation_id = me.conversation_id ORDER BY seq DESC LIMIT 1), 0) AS head,
    CASE WHEN c.private = 1 THEN me.joined_seq ELSE 0 END AS floor,
    me.received_seq AS received, me.read_seq AS \`read\`
  FROM members me
  JOIN conversations c ON c.id = me.conversation_id
  LEFT JOIN users peer
    ON peer.id = CASE WHEN c.low_user_id = me.user_id THEN c.high_user_id ELSE c.low_user_id END
  WHERE me.user_id = ?`

export const listChats = (sql: Sql, userId: number): Promise<ChatRecord[]> =>
  sql.query<ChatRecord>(`${SELECT_CHATS} ORDER BY me.conversation_id`, [userId])

/** Undefined when the user is no member. */
export const findChat = (
  sql: Sql,
  userId: number,
  conversationId: number,
): Promise<ChatRecord | undefined> =>
  queryFirst<ChatRecord>(sql, `${SELECT_CHATS} AND me.conversation_id = ?`, [
    userId,
    conversationId,
  ])

/** The chat of a member that must be there. */
export async function memberChat(
  sql: Sql,
  userId: number,
  conversationId: number,
): Promise<ChatRecord> {
  const chat = await findChat(sql, userId, conversationId)
  if (!chat) throw new Error(`User ${userId} is no member of conversation ${conversationId}.`)
  return chat
}

/**
 * The values for `column >= ? AND column < ?` that find what begins with the prefix: U+10FFFF is greater than any character, compared by code
 * point or by the bytes of UTF-8. A range uses the index, and has no wildcards to escape.
 */
export const prefixRange = (prefix: string): [Value, Value] => [prefix, `${prefix}\u{10ffff}`]
