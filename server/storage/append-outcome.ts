// Runs on: storage worker
import {
  type AppendBatch,
  type AppendResult,
  CONFLICT,
  DUPLICATE,
  RECALLED,
  STORED,
} from './store.ts'

/** A message that is there already under the (sender, cid) of one that is to be appended. */
export interface StoredMessage {
  conversationId: number
  seq: number
  at: number
  text: string
  recalled: number
}

export function emptyResult(size: number): AppendResult {
  return {
    outcome: new Array<number>(size).fill(STORED),
    seq: new Array<number>(size).fill(0),
    at: new Array<number>(size).fill(0),
  }
}

export function setStored(result: AppendResult, i: number, seq: number, at: number): void {
  result.outcome[i] = STORED
  result.seq[i] = seq
  result.at[i] = at
}

/** [G-2] [P-9] Texts are compared here and not in SQL, where MySQL would take `hi` and `hi ` for the same. */
export function setRepeated(
  result: AppendResult,
  i: number,
  batch: AppendBatch,
  stored: StoredMessage,
): void {
  const isRecalled = stored.recalled !== 0
  const same =
    stored.conversationId === batch.conversationId[i] &&
    (isRecalled || stored.text === batch.text[i])
  const sameOutcome = isRecalled ? RECALLED : DUPLICATE
  result.outcome[i] = same ? sameOutcome : CONFLICT
  result.seq[i] = same ? stored.seq : 0
  result.at[i] = same ? stored.at : 0
}
