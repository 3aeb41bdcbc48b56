import type { Clock } from './clock.ts'
import type { Cursors } from './directory/cursors.ts'
import type { FanOut } from './directory/fan-out.ts'
import type { Entry } from './journal/entry.ts'
import { Journal } from './journal/journal.ts'
import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'
import { StorageUnavailable } from './storage/storage-unavailable.ts'
import type { StoragePool } from './workers/storage-pool.ts'

export interface MessageFlowParts {
  clock: Clock
  log: Logger
  metrics: Metrics
  storage: Pick<StoragePool, 'api' | 'lanes'>
  cursors: Cursors
  fanOut: FanOut
  /** Writes to all sockets that were given something. */
  flush(): void
  /** A batch took so long to commit. */
  commitTook(ms: number): void
  /** For whoever answers by themselves. */
  heard(entry: Entry, seq: number): void
}

/** The journal, and what becomes of a message once it is committed: everything that anybody sees of it happens here [G-1]. */
export function openJournal(parts: MessageFlowParts): Journal {
  const { clock, log, storage, cursors, fanOut } = parts
  const { tally, batchSize, commitSeconds } = parts.metrics
  return new Journal(
    storage.lanes,
    {
      append: (batch) => storage.api.append(batch),
      isOutage: (error) => error instanceof StorageUnavailable,
      failed: (error, entries) => log.error({ err: error, entries }, 'a batch failed'),

      stored: (entry, seq, at, isDup) => {
        if (isDup) tally.duplicates += 1
        else tally.committed += 1
        const { origin, chat } = entry
        origin?.sent(entry.requestId, chat.addressJson, seq, at, isDup)
        fanOut.hand(entry, seq, at)
        parts.heard(entry, seq)
        cursors.sent(chat, seq)
      },

      batchDone: (entries, ms) => {
        // Replies and events of the whole batch leave together, one write per socket.
        parts.flush()
        batchSize.observe(entries)
        commitSeconds.observe(ms / 1000)
        parts.commitTook(ms)
      },
    },
    clock,
  )
}
