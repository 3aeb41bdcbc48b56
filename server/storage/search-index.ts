// Runs on: storage worker
import type { Driver, Sql } from './driver.ts'
import { eraOf, termOf } from './search-terms.ts'
import { addWords, foldText } from './search-words.ts'
import type { Search, Stretch } from './store.ts'

/**
 * What the index finds is a stretch, which is then read: a longer one costs the index less and the reader more. Measured with a million messages
 * (docs/benchmarks.md): a word that is in every other message, and one that is in every hundredth, both below 50 ms.
 */
const MAX_MESSAGES = 128
/** A stretch of long texts ends early, so that no transaction takes long. */
const MAX_WORDS = 4_000
const CONVERSATIONS_AT_A_TIME = 1_000

const SELECT_HEADS = `
  SELECT c.id, c.indexed_seq AS indexed,
    COALESCE((SELECT seq FROM messages WHERE conversation_id = c.id ORDER BY seq DESC LIMIT 1), 0) AS head
  FROM conversations c WHERE c.id > ? ORDER BY c.id LIMIT ${CONVERSATIONS_AT_A_TIME}`
const SELECT_UNINDEXED = `
  SELECT m.seq, m.sent_at AS at, m.text FROM messages m
  WHERE m.conversation_id = ? AND m.seq > ? ORDER BY m.seq LIMIT ${MAX_MESSAGES + 1}`

/** One server writes a stretch, whoever else tries: the mark moves on from where the stretch begins, or it does not. */
const MOVE_MARK = 'UPDATE conversations SET indexed_seq = ? WHERE id = ? AND indexed_seq = ?'
const INSERT_STRETCH = `
  INSERT INTO search_stretches (conversation_id, first_seq, last_seq, first_at, last_at) VALUES (?, ?, ?, ?, ?)`
const INSERT_TERMS = 'INSERT INTO search_index (rowid, words) VALUES (?, ?)'

export function searchIndex(driver: Driver): Omit<Search, 'search'> {
  return {
    behindIndex: (afterId) => behindIndex(driver, afterId),
    nextStretch: (conversationId, afterSeq) => nextStretch(driver, conversationId, afterSeq),
    fileStretches: (stretches) => fileStretches(driver, stretches),
    async tidyIndex() {
      const { tidy } = driver.fullText
      if (tidy !== undefined) await driver.run(tidy)
    },
  }
}

async function behindIndex(driver: Driver, afterId: number): ReturnType<Search['behindIndex']> {
  type Row = { id: number; indexed: number; head: number }
  const rows = await driver.query<Row>(SELECT_HEADS, [afterId])
  const conversationIds = rows.filter(({ indexed, head }) => head > indexed).map(({ id }) => id)
  const last = rows.at(-1)
  const isEnd = last === undefined || rows.length < CONVERSATIONS_AT_A_TIME
  return isEnd ? { conversationIds } : { conversationIds, next: last.id }
}

async function readMark(driver: Driver, conversationId: number): Promise<number | undefined> {
  const [mark] = await driver.query<{ indexed: number }>(
    'SELECT indexed_seq AS indexed FROM conversations WHERE id = ?',
    [conversationId],
  )
  return mark?.indexed
}

async function nextStretch(
  driver: Driver,
  conversationId: number,
  afterSeq?: number,
): Promise<Stretch | undefined> {
  const mark = afterSeq ?? (await readMark(driver, conversationId))
  if (mark === undefined) return
  type Row = { seq: number; at: number; text: string }
  const rows = await driver.query<Row>(SELECT_UNINDEXED, [conversationId, mark])
  const words = new Set<string>()
  const era = eraOf(mark + 1)
  let count = 0
  let [firstAt, lastAt] = [Number.MAX_SAFE_INTEGER, 0]
  for (const { seq, at, text } of rows) {
    if (count === MAX_MESSAGES || words.size > MAX_WORDS || eraOf(seq) !== era) break
    // What is committed has no gaps [G-3]; should one ever show, what is behind it waits rather than be passed over.
    if (seq !== mark + count + 1) break
    addWords(foldText(text), words)
    firstAt = Math.min(firstAt, at)
    lastAt = Math.max(lastAt, at)
    count += 1
  }
  if (count === 0) return
  return {
    conversationId,
    firstSeq: mark + 1,
    lastSeq: mark + count,
    ...{ firstAt, lastAt },
    terms: Array.from(words, (word) => termOf(conversationId, era, word)).join(' '),
    isNewest: count === rows.length,
  }
}

async function fileStretches(driver: Driver, stretches: readonly Stretch[]): Promise<void> {
  // Marks are locked in one order, or two servers would wait for each other.
  const ordered = stretches.toSorted(
    (a, b) => a.conversationId - b.conversationId || a.firstSeq - b.firstSeq,
  )
  await driver.transaction(async (sql) => {
    for (const stretch of ordered) await fileStretch(sql, stretch)
  })
}

async function fileStretch(sql: Sql, stretch: Stretch): Promise<void> {
  const { conversationId, firstSeq, lastSeq, firstAt, lastAt, terms } = stretch
  const moved = await sql.run(MOVE_MARK, [lastSeq, conversationId, firstSeq - 1])
  if (moved.changes === 0 || terms === '') return
  const values = [conversationId, firstSeq, lastSeq, firstAt, lastAt]
  const { lastId } = await sql.run(INSERT_STRETCH, values)
  await sql.run(INSERT_TERMS, [lastId, terms])
}
