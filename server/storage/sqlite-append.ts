// Runs on: storage worker
import { emptyResult, type StoredMessage, setRepeated, setStored } from './append-outcome.ts'
import type { AppendBatch, AppendResult } from './store.ts'

export const INSERT_MESSAGE = `
  INSERT INTO messages (conversation_id, seq, sender_id, cid, sent_at, text) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT DO NOTHING`
export const SELECT_HEAD =
  'SELECT seq FROM messages WHERE conversation_id = ? ORDER BY seq DESC LIMIT 1'
export const SELECT_STORED = `
  SELECT conversation_id AS conversationId, seq, sent_at AS at, text, recalled
  FROM messages WHERE sender_id = ? AND cid = ?`

/** The statements above, prepared. */
export interface AppendStatements {
  insert: {
    run(
      conversationId: number,
      seq: number,
      senderId: number,
      cid: string,
      at: number,
      text: string,
    ): { changes: number }
  }
  head: { get(conversationId: number): { seq: number } | undefined }
  stored: { get(senderId: number, cid: string): StoredMessage | undefined }
}

/**
 * Inserts a batch; the caller holds the write lock and commits. The batch's own heads are not used: one look-up per conversation and
 * batch cannot be told from none in the measured rate, and with it no seq can ever be left out [G-3].
 */
export function appendRows(batch: AppendBatch, statements: AppendStatements): AppendResult {
  const { insert, head, stored } = statements
  const size = batch.cid.length
  const result = emptyResult(size)
  const heads = new Map<number, number>()
  for (let i = 0; i < size; i++) {
    const conversationId = batch.conversationId[i] as number
    const senderId = batch.senderId[i] as number
    const cid = batch.cid[i] as string
    const at = batch.at[i] as number
    const known = heads.get(conversationId) ?? head.get(conversationId)?.seq ?? 0
    const seq = known + 1
    const text = batch.text[i] as string
    if (insert.run(conversationId, seq, senderId, cid, at, text).changes === 1) {
      heads.set(conversationId, seq)
      setStored(result, i, seq, at)
      continue
    }
    heads.set(conversationId, known)
    const former = stored.get(senderId, cid)
    // Nobody else can have taken the seq, so it was the cid: anything else is a damaged index.
    if (!former) throw new Error(`Message ${conversationId}/${seq} is there, beyond the head.`)
    setRepeated(result, i, batch, former)
  }
  return result
}
