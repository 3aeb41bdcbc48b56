// Runs on: storage worker
import { SELECT_CHATS } from './chat-records.ts'
import type { Driver } from './driver.ts'
import { termOf } from './search-terms.ts'
import { type Candidate, newer, type Reading, type SearchedChat, Walk } from './search-walk.ts'
import { indexedBy, isFound, type SearchPart, searchParts } from './search-words.ts'
import type { FoundPage, Place, SearchQuery } from './store.ts'

/** Of a longer query the index is asked for so many words, which leave little; what it names is read and compared with all of it. */
const MAX_TERMS = 8
/**
 * Stretches that are read together, in one round trip on MySQL: one at first, which is enough for a word that is everywhere, and twice as many each time while
 * more is wanted.
 */
const MAX_READS = 16
/** Candidates fetched at once, over all chats. */
const CANDIDATES = 256
const MIN_CANDIDATES = 4
/**
 * Where two words are often near each other and never in one message, a search would read everything. A page ends at so many messages, or so many
 * characters, and says where to go on: some 40 ms of one thread.
 */
const MAX_ROWS = 12_000
const MAX_CHARACTERS = 4_000_000

interface Row {
  conversationId: number
  seq: number
  senderId: number
  cid: string
  at: number
  text: string
}

const SELECT_ROWS = `
  SELECT m.conversation_id AS conversationId, m.seq, m.sender_id AS senderId, CAST(m.cid AS CHAR) AS cid,
    m.sent_at AS at, m.text
  FROM messages m
  WHERE m.conversation_id = ? AND m.seq > ? AND m.seq <= ? AND m.sent_at <= ? AND m.recalled = 0
  ORDER BY m.seq DESC LIMIT ?`

/** Newest first [search]; what is found at `from` or after it. */
export async function search(driver: Driver, query: SearchQuery): Promise<FoundPage> {
  const parts = searchParts(query.text)
  if (parts.length === 0) return { found: [] }
  const chats = await searchedChats(driver, query)
  const walks = chats.map((chat) => new Walk(chat, query.from))
  const { hits, bound } = await collect(driver, walks, parts, query.limit)
  const page = hits.slice(0, query.limit)
  const next = hits.length > page.length ? behind(page.at(-1)) : bound
  const found = await described(driver, chats, page)
  return next === undefined ? { found } : { found, next }
}

const behind = (row: Row | undefined): Place | undefined =>
  row && { at: row.at, conversationId: row.conversationId, seq: row.seq - 1 }

function searchedChats(driver: Driver, query: SearchQuery): Promise<SearchedChat[]> {
  const only = query.conversationId === undefined ? '' : 'AND me.conversation_id = ?'
  return driver.query<SearchedChat>(
    `SELECT chats.*, marks.indexed_seq AS indexed FROM (${SELECT_CHATS} ${only}) AS chats
     JOIN conversations marks ON marks.id = chats.conversationId`,
    query.conversationId === undefined ? [query.userId] : [query.userId, query.conversationId],
  )
}

/** Walks back through all chats at once, always where something newer may be, until enough is found, all is read, or it has been enough reading. */
async function collect(
  driver: Driver,
  walks: readonly Walk[],
  parts: readonly SearchPart[],
  limit: number,
): Promise<{ hits: Row[]; bound: Place | undefined }> {
  const words = parts.flatMap(indexedBy).slice(0, MAX_TERMS)
  const hits: Row[] = []
  let [rowsRead, charactersRead] = [0, 0]
  for (let reads = 1; ; reads = Math.min(2 * reads, MAX_READS)) {
    await fetchCandidates(driver, walks, words)
    const open = walks
      .flatMap((walk) => (walk.bound === undefined ? [] : [{ walk, bound: walk.bound }]))
      .sort((a, b) => newer(b.bound, a.bound))
    const bound = open[0]?.bound
    const sure =
      bound === undefined ? hits.length : hits.filter((hit) => newer(hit, bound) > 0).length
    const isEnough = sure > limit || rowsRead > MAX_ROWS || charactersRead > MAX_CHARACTERS
    if (bound === undefined || isEnough) return { hits: hits.slice(0, sure), bound }
    const nearest = open.slice(0, MAX_READS).map(({ walk }) => walk)
    for (const row of await readOn(driver, nearest, Math.ceil(reads / nearest.length))) {
      rowsRead += 1
      charactersRead += row.text.length
      if (isFound(parts, row.text)) hits.push(row)
    }
    hits.sort((a, b) => newer(b, a))
  }
}

/** The next `count` stretches of each walk. */
async function readOn(driver: Driver, walks: readonly Walk[], count: number): Promise<Row[]> {
  const readings = walks.flatMap((walk) => {
    return walk.next(count).map((reading): [Walk, Reading] => [walk, reading])
  })
  const rows = await driver.queryEach<Row>(
    SELECT_ROWS,
    readings.map(([, { conversationId, lowSeq, highSeq, at, limit }]) => [
      ...[conversationId, lowSeq, highSeq, at],
      limit,
    ]),
  )
  rows.sort((a, b) => b.seq - a.seq)
  const byChat = groupBy(rows)
  for (const [walk, reading] of readings) {
    walk.took(reading, byChat.get(reading.conversationId) ?? [])
  }
  return rows
}

/** What the index names, for each walk that needs to know. */
async function fetchCandidates(
  driver: Driver,
  walks: readonly Walk[],
  words: readonly string[],
): Promise<void> {
  const { fullText } = driver
  for (;;) {
    const wanting = walks.filter((walk) => walk.wantsCandidates)
    if (wanting.length === 0) return
    const limit = Math.max(MIN_CANDIDATES, Math.floor(CANDIDATES / wanting.length))
    const rows = await driver.queryEach<Candidate>(
      selectCandidates(fullText.condition),
      wanting.map(({ chat: { conversationId, floor }, beforeSeq, eras, from }) => [
        fullText.query(eras.map((era) => words.map((word) => termOf(conversationId, era, word)))),
        ...[conversationId, floor, beforeSeq, from.at],
        limit,
      ]),
    )
    rows.sort((a, b) => b.lastSeq - a.lastSeq)
    const byChat = groupBy(rows)
    for (const walk of wanting) walk.give(byChat.get(walk.chat.conversationId) ?? [], limit)
  }
}

/** A stretch's id rises with its seq, and SQLite has the rows of a term in the order of their id, so that it stops at the limit. */
const selectCandidates = (condition: string): string => `
  SELECT s.conversation_id AS conversationId, s.first_seq AS firstSeq, s.last_seq AS lastSeq, s.last_at AS lastAt
  FROM search_index CROSS JOIN search_stretches s ON s.id = search_index.rowid
  WHERE ${condition} AND s.conversation_id = ? AND s.last_seq > ? AND s.first_seq < ? AND s.first_at <= ?
  ORDER BY search_index.rowid DESC LIMIT ?`

/** By conversation, each in the order of all. */
function groupBy<R extends { conversationId: number }>(rows: readonly R[]): Map<number, R[]> {
  const groups = new Map<number, R[]>()
  for (const row of rows) {
    const group = groups.get(row.conversationId)
    if (group === undefined) groups.set(row.conversationId, [row])
    else group.push(row)
  }
  return groups
}

/** With the names of those who wrote it. */
async function described(
  driver: Driver,
  chats: readonly SearchedChat[],
  rows: readonly Row[],
): Promise<FoundPage['found']> {
  const chatOf = new Map(chats.map((chat) => [chat.conversationId, chat]))
  const senders = [...new Set(rows.map(({ senderId }) => senderId))]
  const named = await driver.queryEach<{ id: number; name: string }>(
    'SELECT id, name FROM users WHERE id = ?',
    senders.map((id) => [id]),
  )
  const nameOf = new Map(named.map(({ id, name }) => [id, name]))
  return rows.flatMap(({ conversationId, senderId, seq, cid, at, text }) => {
    const chat = chatOf.get(conversationId)
    const sender = nameOf.get(senderId)
    if (chat === undefined || sender === undefined) return []
    return [{ chat, message: { seq, sender, cid, at, text, recalled: false } }]
  })
}
