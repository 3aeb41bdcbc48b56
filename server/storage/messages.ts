// Runs on: storage worker
import { ChatError } from '../chat-error.ts'
import { listChats, SELECT_CHATS } from './chat-records.ts'
import { type Driver, queryFirst, type Value } from './driver.ts'
import type {
  ChatRecord,
  HistoryQuery,
  MessagePage,
  MessageRecord,
  Messages,
  MissedChat,
  Recall,
  SentMessage,
} from './store.ts'

/**
 * LEFT JOIN although the sender is always there: it keeps the planner from starting with the users. A cid is bytes on MySQL, and
 * text for us.
 */
const SELECT_MESSAGES = `
  SELECT m.conversation_id AS conversationId, m.sender_id AS senderId, m.seq, u.name AS sender,
    CAST(m.cid AS CHAR) AS cid, m.sent_at AS at, m.text, m.recalled
  FROM messages m LEFT JOIN users u ON u.id = m.sender_id`
const SELECT_AFTER = `${SELECT_MESSAGES} WHERE m.conversation_id = ? AND m.seq > ? ORDER BY m.seq LIMIT ?`
const SELECT_BEFORE = `${SELECT_MESSAGES} WHERE m.conversation_id = ? AND m.seq > ? AND m.seq < ? ORDER BY m.seq DESC LIMIT ?`

const SELECT_SENT = `
  SELECT c.kind, CASE WHEN c.kind = 'room' THEN c.name ELSE peer.name END AS name,
    m.seq, m.sent_at AS at, m.text, m.recalled
  FROM messages m JOIN conversations c ON c.id = m.conversation_id
  LEFT JOIN users peer
    ON peer.id = CASE WHEN c.low_user_id = m.sender_id THEN c.high_user_id ELSE c.low_user_id END
  WHERE m.sender_id = ? AND m.cid = ?`

interface MessageRow extends Omit<MessageRecord, 'recalled'> {
  conversationId: number
  senderId: number
  /** Stored as 0 or 1. */
  recalled: number
}

/** Chats whose messages are read together: one round trip on MySQL, at most 8 pages in memory beyond the budget below. */
const CHATS_AT_A_TIME = 8
/** Beyond it no frame can carry the rest anyway [P-2]. In UTF-16 units. */
const MISSED_TEXT_BUDGET = 1_048_576

export function messages(driver: Driver): Messages {
  return {
    append: (batch) => driver.append(batch),
    sentMessage: (senderId, cid) => sentMessage(driver, senderId, cid),
    history: (query) => history(driver, query),
    recall: (what) => recall(driver, what),
    missed: (userId, limit, maxChats) => missed(driver, userId, limit, maxChats),
    writtenSince: (userId, since, limit) => writtenSince(driver, userId, since, limit),
  }
}

async function sentMessage(
  driver: Driver,
  senderId: number,
  cid: string,
): Promise<SentMessage | undefined> {
  type Row = Omit<SentMessage, 'recalled'> & { recalled: number }
  const row = await queryFirst<Row>(driver, SELECT_SENT, [senderId, cid])
  return row === undefined ? undefined : { ...row, recalled: row.recalled !== 0 }
}

async function recall(driver: Driver, what: Recall): Promise<void> {
  const { conversationId, seq, senderId, sentSince } = what
  const { changes } = await driver.run(
    `UPDATE messages SET text = '', recalled = 1
     WHERE conversation_id = ? AND seq = ? AND sender_id = ? AND sent_at >= ?`,
    [conversationId, seq, senderId, sentSince],
  )
  if (changes > 0) return
  const row = await queryFirst<{ senderId: number; recalled: number }>(
    driver,
    'SELECT sender_id AS senderId, recalled FROM messages WHERE conversation_id = ? AND seq = ?',
    [conversationId, seq],
  )
  if (row === undefined) throw new ChatError('not_found')
  if (row.senderId !== senderId) {
    throw new ChatError('forbidden', { message: 'This message is somebody else’s.' })
  }
  if (row.recalled !== 0) return
  throw new ChatError('forbidden', { message: 'It is too late to recall this message.' })
}

async function history(driver: Driver, query: HistoryQuery): Promise<MessagePage> {
  const { conversationId, floor, before, after, limit } = query
  const rows = await (after === undefined
    ? driver.query<MessageRow>(SELECT_BEFORE, [
        ...[conversationId, floor, before ?? Number.MAX_SAFE_INTEGER],
        limit + 1,
      ])
    : driver.query<MessageRow>(SELECT_AFTER, [conversationId, Math.max(after, floor), limit + 1]))
  return page(rows, limit)
}

/** Of rows in the order of the query, one more than wanted. */
const page = (rows: MessageRow[], limit: number): MessagePage => ({
  messages: rows.slice(0, limit).map(toRecord).sort(bySeq),
  more: rows.length > limit,
})

async function missed(
  driver: Driver,
  userId: number,
  limit: number,
  maxChats: number,
): Promise<{ chats: MissedChat[]; more: boolean }> {
  const waiting = await driver.query<ChatRecord>(
    `SELECT * FROM (${SELECT_CHATS}) AS chats WHERE head > received ORDER BY conversationId LIMIT ?`,
    [userId, maxChats + 1],
  )
  const wanted = waiting.slice(0, maxChats)
  const chats: MissedChat[] = []
  let textLength = 0
  while (chats.length < wanted.length && textLength < MISSED_TEXT_BUDGET) {
    const some = wanted.slice(chats.length, chats.length + CHATS_AT_A_TIME)
    const rows = await rowsOfChats(driver, SELECT_AFTER, some, (chat) => [
      ...[chat.conversationId, Math.max(chat.received, chat.floor)],
      limit + 1,
    ])
    for (const chat of some) {
      const missedPage = page(rows.get(chat.conversationId) ?? [], limit)
      chats.push(missedChat(chat, missedPage))
      for (const { text } of missedPage.messages) textLength += text.length
    }
  }
  return { chats, more: chats.length < waiting.length }
}

/**
 * Walks back from the newest message of each chat, a page at a time, until enough are found or one is older. Times rise with the seq
 * but for clocks that are set back, so the first older one is taken for the end; an index on the time would cost every append.
 */
async function writtenSince(
  driver: Driver,
  userId: number,
  since: number,
  limit: number,
): Promise<MissedChat[]> {
  let open = (await listChats(driver, userId))
    .filter((chat) => chat.head > chat.floor)
    .map((chat) => ({ chat, before: chat.head + 1, found: [] as MessageRow[] }))
  const all = open
  while (open.length > 0) {
    const before = new Map(open.map((walk) => [walk.chat, walk.before]))
    const rows = await rowsOfChats(
      driver,
      SELECT_BEFORE,
      open.map(({ chat }) => chat),
      (chat) => [chat.conversationId, chat.floor, before.get(chat) as number, limit + 1],
    )
    open = open.filter((walk) => {
      const newer = rows.get(walk.chat.conversationId) ?? []
      const older = newer.findIndex((row) => row.at < since)
      const recent = older === -1 ? newer : newer.slice(0, older)
      walk.found.push(...recent.filter((row) => row.senderId !== userId))
      walk.before = recent.at(-1)?.seq ?? 0
      return older === -1 && newer.length > limit && walk.found.length <= limit
    })
  }
  return all
    .filter(({ found }) => found.length > 0)
    .map(({ chat, found }) => missedChat(chat, page(found, limit)))
}

/** By conversation, each in the order of the query's `seq`: the rows of all chats come as they come. */
async function rowsOfChats(
  driver: Driver,
  sql: string,
  chats: readonly ChatRecord[],
  values: (chat: ChatRecord) => Value[],
): Promise<Map<number, MessageRow[]>> {
  const rows = await driver.queryEach<MessageRow>(sql, chats.map(values))
  const ascending = sql === SELECT_AFTER
  rows.sort((a, b) => (ascending ? a.seq - b.seq : b.seq - a.seq))
  const byChat = new Map<number, MessageRow[]>()
  for (const row of rows) {
    const others = byChat.get(row.conversationId)
    if (others) others.push(row)
    else byChat.set(row.conversationId, [row])
  }
  return byChat
}

/** A message that was committed between the two queries is newer than the head that the first one saw. */
const missedChat = (chat: ChatRecord, { messages, more }: MessagePage): MissedChat => ({
  chat: { ...chat, head: Math.max(chat.head, messages.at(-1)?.seq ?? 0) },
  messages,
  more,
})

const bySeq = (a: MessageRecord, b: MessageRecord) => a.seq - b.seq

const toRecord = ({ seq, sender, cid, at, text, recalled }: MessageRow): MessageRecord => ({
  seq,
  sender,
  cid,
  at,
  text,
  recalled: recalled === 1,
})
