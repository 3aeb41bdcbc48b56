// Runs on: storage worker
import { memberChat } from './chat-records.ts'
import { type Driver, DuplicateKey, queryFirst } from './driver.ts'
import type { ChatRecord, Conversations } from './store.ts'

const SELECT_NEWEST = 'SELECT seq FROM messages WHERE conversation_id = ? ORDER BY seq DESC LIMIT 1'

export function conversations(driver: Driver): Conversations {
  return {
    openDirect: (userId, otherId, at) => openDirect(driver, userId, otherId, at),
    async newestSeq(conversationId) {
      const row = await queryFirst<{ seq: number }>(driver, SELECT_NEWEST, [conversationId])
      return row?.seq ?? 0
    },
    saveCursors: (cursors) =>
      driver.raise(
        {
          table: 'members',
          keys: ['conversation_id', 'user_id'],
          columns: ['received_seq', 'read_seq'],
        },
        cursors.map((row) => [row.conversationId, row.userId, row.received, row.read]),
      ),
  }
}

async function openDirect(
  driver: Driver,
  userId: number,
  otherId: number,
  at: number,
): Promise<ChatRecord> {
  const pair = [Math.min(userId, otherId), Math.max(userId, otherId)]
  const id =
    (await findDirect(driver, pair)) ??
    (await createDirect(driver, pair, at)) ??
    // Another server made it between the two.
    (await findDirect(driver, pair))
  if (id === undefined) throw new Error('A direct chat is there and cannot be found.')
  return memberChat(driver, userId, id)
}

async function findDirect(driver: Driver, pair: number[]): Promise<number | undefined> {
  const row = await queryFirst<{ id: number }>(
    driver,
    'SELECT id FROM conversations WHERE low_user_id = ? AND high_user_id = ?',
    pair,
  )
  return row?.id
}

/** Undefined when there is one already. */
async function createDirect(
  driver: Driver,
  pair: number[],
  at: number,
): Promise<number | undefined> {
  // A chat with oneself has one member.
  const members = [...new Set(pair)]
  try {
    return await driver.transaction(async (sql) => {
      const { lastId } = await sql.run(
        `INSERT INTO conversations (kind, low_user_id, high_user_id, member_count, created_at)
         VALUES ('direct', ?, ?, ?, ?)`,
        [...pair, members.length, at],
      )
      for (const member of members) {
        await sql.run(
          'INSERT INTO members (conversation_id, user_id, joined_at) VALUES (?, ?, ?)',
          [lastId, member, at],
        )
      }
      return lastId
    })
  } catch (error) {
    if (error instanceof DuplicateKey) return undefined
    throw error
  }
}
