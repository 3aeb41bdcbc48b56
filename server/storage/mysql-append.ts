// Runs on: storage worker
import { emptyResult, type StoredMessage, setRepeated, setStored } from './append-outcome.ts'
import { DuplicateKey } from './driver.ts'
import type { MysqlConnection, MysqlConnections } from './mysql-connection.ts'
import { Deadlock } from './mysql-errors.ts'
import { queryEach } from './mysql-sets.ts'
import { StorageUnavailable } from './storage-unavailable.ts'
import { type AppendBatch, type AppendResult, UNKNOWN_HEAD } from './store.ts'

/** How often a batch may lose the race for a seq to other servers. Each time somebody else's was committed. */
const ATTEMPTS = 40
const MAX_PAUSE_MS = 16
/** The least `max_allowed_packet` that servers come with is 4 MiB. */
const MAX_STATEMENT_BYTES = 3_500_000

const SELECT_HEAD = `
  SELECT conversation_id AS conversationId, seq FROM messages
  WHERE conversation_id = ? ORDER BY seq DESC LIMIT 1`
const SELECT_STORED = `
  SELECT sender_id AS senderId, CAST(cid AS CHAR) AS cid, conversation_id AS conversationId, seq,
    sent_at AS at, text, recalled
  FROM messages WHERE sender_id = ? AND cid = ?`

/**
 * `Messages.append` in two forms. At first everything is taken to be new and the heads to be right: one INSERT of all rows,
 * one round trip, all or nothing by itself. When a key says otherwise the batch goes the careful way.
 */
export async function appendToMysql(
  connections: MysqlConnections,
  batch: AppendBatch,
): Promise<AppendResult> {
  if (batch.cid.length === 0) return emptyResult(0)
  try {
    const result = await insertAtOnce(connections, batch)
    if (result) return result
  } catch (error) {
    if (!lostRace(error)) throw error
  }
  return appendWithCare(connections, batch)
}

/** Undefined when the batch is too long for one statement. */
async function insertAtOnce(
  connections: MysqlConnections,
  batch: AppendBatch,
): Promise<AppendResult | undefined> {
  return connections.withConnection(async (connection) => {
    const heads = hintedHeads(batch)
    await readHeads(connection, heads)
    const result = emptyResult(batch.cid.length)
    for (let i = 0; i < batch.cid.length; i++) assignSeq(batch, i, heads, result)
    const statements = insertStatements(connection, batch, result, [...batch.cid.keys()])
    const [only] = statements
    if (statements.length !== 1 || only === undefined) return undefined
    await connection.run(only)
    return result
  })
}

async function appendWithCare(
  connections: MysqlConnections,
  batch: AppendBatch,
): Promise<AppendResult> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await connections.transactionOnce((connection) => appendKnowing(connection, batch))
    } catch (error) {
      if (!lostRace(error)) throw error
      if (attempt === ATTEMPTS) {
        throw new StorageUnavailable('MySQL: other servers were faster every time.', {
          cause: error,
        })
      }
    }
    // Different pauses, or two servers that collided would collide again.
    await pause(Math.random() * Math.min(2 ** attempt, MAX_PAUSE_MS))
  }
}

/** In a transaction: looks up what is there, numbers the rest after the heads that it has read itself. */
async function appendKnowing(
  connection: MysqlConnection,
  batch: AppendBatch,
): Promise<AppendResult> {
  const former = await readFormer(connection, batch)
  const heads = new Map<number, number>()
  for (let i = 0; i < batch.cid.length; i++) {
    if (!former.has(keyOf(batch, i))) heads.set(batch.conversationId[i] as number, UNKNOWN_HEAD)
  }
  await readHeads(connection, heads)

  const result = emptyResult(batch.cid.length)
  const inserted: number[] = []
  for (let i = 0; i < batch.cid.length; i++) {
    const key = keyOf(batch, i)
    const stored = former.get(key)
    if (stored) {
      setRepeated(result, i, batch, stored)
      continue
    }
    const seq = assignSeq(batch, i, heads, result)
    former.set(key, {
      conversationId: batch.conversationId[i] as number,
      seq,
      at: batch.at[i] as number,
      text: batch.text[i] as string,
      recalled: 0,
    })
    inserted.push(i)
  }
  // Locks are taken in one order, whatever the order of the batch: fewer deadlocks between servers.
  const conversation = (i: number) => batch.conversationId[i] as number
  inserted.sort((a, b) => conversation(a) - conversation(b) || a - b)
  for (const statement of insertStatements(connection, batch, result, inserted)) {
    await connection.run(statement)
  }
  return result
}

const lostRace = (error: unknown) => error instanceof DuplicateKey || error instanceof Deadlock

function hintedHeads(batch: AppendBatch): Map<number, number> {
  const heads = new Map<number, number>()
  for (let i = 0; i < batch.cid.length; i++) {
    const conversationId = batch.conversationId[i] as number
    if (!heads.has(conversationId)) heads.set(conversationId, batch.head[i] as number)
  }
  return heads
}

/** Fills in the heads that are UNKNOWN_HEAD. */
async function readHeads(connection: MysqlConnection, heads: Map<number, number>): Promise<void> {
  const unknown: number[][] = []
  for (const [conversationId, head] of heads) {
    if (head === UNKNOWN_HEAD) unknown.push([conversationId])
  }
  if (unknown.length === 0) return
  for (const [conversationId] of unknown) heads.set(conversationId as number, 0)
  const rows = await queryEach<{ conversationId: number; seq: number }>(
    connection,
    SELECT_HEAD,
    unknown,
  )
  for (const { conversationId, seq } of rows) heads.set(conversationId, seq)
}

/** The messages of this batch that are there already, by (sender, cid). */
async function readFormer(
  connection: MysqlConnection,
  batch: AppendBatch,
): Promise<Map<string, StoredMessage>> {
  const rows = await queryEach<StoredMessage & { senderId: number; cid: string }>(
    connection,
    SELECT_STORED,
    batch.cid.map((cid, i) => [batch.senderId[i] as number, cid]),
  )
  return new Map(rows.map((row) => [`${row.senderId} ${row.cid}`, row]))
}

const keyOf = (batch: AppendBatch, i: number) => `${batch.senderId[i]} ${batch.cid[i]}`

/** Gives message i the next seq of its conversation. */
function assignSeq(
  batch: AppendBatch,
  i: number,
  heads: Map<number, number>,
  result: AppendResult,
): number {
  const conversationId = batch.conversationId[i] as number
  const seq = (heads.get(conversationId) as number) + 1
  heads.set(conversationId, seq)
  setStored(result, i, seq, batch.at[i] as number)
  return seq
}

/**
 * INSERTs of these messages, none longer than the server takes. Text with the strings escaped: at changing sizes it is faster
 * (101,000 rows/s) than preparing a statement for each size (77,000), and within 10 % where the size never changes.
 */
function insertStatements(
  connection: MysqlConnection,
  batch: AppendBatch,
  result: AppendResult,
  messages: readonly number[],
): string[] {
  const statements: string[] = []
  let rows: string[] = []
  let bytes = 0
  const finish = () => {
    if (rows.length > 0) statements.push(`${INSERT} ${rows.join(',')}`)
    rows = []
    bytes = 0
  }
  for (const i of messages) {
    const numbers = [batch.conversationId[i], result.seq[i], batch.senderId[i], batch.at[i]]
    if (!numbers.every(Number.isSafeInteger)) throw new TypeError('A number of a batch is none.')
    const [conversationId, seq, senderId, at] = numbers
    const cid = connection.escape(batch.cid[i] as string)
    const text = connection.escape(batch.text[i] as string)
    const row = `(${conversationId},${seq},${senderId},${cid},${at},${text})`
    // At most 3 bytes for a UTF-16 unit.
    const rowBytes = 3 * row.length
    if (bytes + rowBytes > MAX_STATEMENT_BYTES) finish()
    rows.push(row)
    bytes += rowBytes
  }
  finish()
  return statements
}

const INSERT = 'INSERT INTO messages (conversation_id, seq, sender_id, cid, sent_at, text) VALUES'

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
