import { Assistant, type AssistantHost } from './assistant/assistant.ts'
import type { Backend } from './assistant/backends/backend.ts'
import { searchHistory } from './assistant/search-history.ts'
import { SYSTEM_CLOCK } from './clock.ts'
import type { Logger } from './log.ts'
import type { Person } from './storage/store.ts'
import type { StorageApi } from './workers/storage-api.ts'

export interface AssistantParts extends Pick<AssistantHost, 'directory' | 'journal' | 'cursors'> {
  log: Logger
  storage: StorageApi
}

/** Undefined: the operator wants none. */
export function openAssistant(
  person: Person,
  backend: Backend | undefined,
  { log, ...parts }: AssistantParts,
): Assistant | undefined {
  if (backend === undefined) return undefined
  return new Assistant(person, {
    ...parts,
    clock: SYSTEM_CLOCK,
    backend,
    searchHistory: searchHistory(parts.storage),
    failed: (error) => log.warn({ err: error }, 'the assistant could not answer'),
    troubled: ({ kind, message }) =>
      log.warn({ kind, detail: message }, 'what answers for the assistant did not'),
  })
}
