import type { Clock } from './clock.ts'
import type { Cursors } from './directory/cursors.ts'
import type { FanOut } from './directory/fan-out.ts'
import { type Entry, waitedMs } from './journal/entry.ts'
import { Journal } from './journal/journal.ts'
import type { Logger } from './log.ts'
import type { Tally } from './metrics/tally.ts'
import { isOutage } from './storage/storage-unavailable.ts'
import type { StoragePool } from './workers/storage-pool.ts'

export interface MessageFlowParts {
  clock: Clock
  log: Logger
  tally: Tally
  storage: Pick<StoragePool, 'api' | 'lanes'>
  cursors: Cursors
  fanOut: FanOut
  /** Writes to all sockets that were given something. */
  flush(): void
  /** A conversation has a message that is not in the search index. */
  unindexed(conversationId: number): void
  /** A batch took so long to commit. */
  commitTook(ms: number): void
  /** For whoever answers by themselves. */
  heard(entry: Entry, seq: number): void
}

/** The journal, and what becomes of a message once it is committed: everything that anybody sees of it happens here [G-1]. */
export function openJournal(parts: MessageFlowParts): Journal {
  const { clock, log, storage, cursors, fanOut } = parts
  const { tally } = parts
  const { batchSize, commitSeconds } = tally
  const { seconds: sendSeconds } = tally.command('send')
  /** When the last batch was committed: its messages share one look at the clock. */
  let committedMs = 0
  return new Journal(
    storage.lanes,
    {
      append: async (batch) => {
        const result = await storage.api.append(batch)
        committedMs = clock.monotonicMs()
        return result
      },
      isOutage,
      failed: (error, entries) => {
        tally.failedBatches += 1
        log.error({ err: error, entries }, 'a batch failed')
      },

      stored: (entry, seq, at, isDup) => {
        const { origin, chat } = entry
        if (isDup) tally.duplicates += 1
        else {
          tally.committed += 1
          parts.unindexed(chat.conversation.id)
        }
        if (origin !== undefined) {
          origin.sent(entry.requestId, chat.addressJson, seq, at, isDup)
          sendSeconds.record(waitedMs(entry, committedMs) / 1000)
        }
        fanOut.hand(entry, seq, at)
        parts.heard(entry, seq)
        cursors.sent(chat, seq)
      },

      wasRecalled: (entry, seq, at) => {
        const { origin, chat } = entry
        tally.duplicates += 1
        if (origin !== undefined) {
          origin.sent(entry.requestId, chat.addressJson, seq, at, true)
          sendSeconds.record(waitedMs(entry, committedMs) / 1000)
        }
        cursors.sent(chat, seq)
      },

      batchDone: (entries, ms) => {
        // Replies and events of the whole batch leave together, one write per socket.
        parts.flush()
        batchSize.record(entries)
        commitSeconds.record(ms / 1000)
        parts.commitTook(ms)
      },
    },
    clock,
  )
}
