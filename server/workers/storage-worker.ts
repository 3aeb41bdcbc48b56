// Runs on: storage worker
import { setPriority } from 'node:os'
import { workerData } from 'node:worker_threads'
import { ChatError } from '../chat-error.ts'
import { openStore } from '../storage/open-store.ts'
import { StorageConfigError } from '../storage/storage-config-error.ts'
import { StorageUnavailable } from '../storage/storage-unavailable.ts'
import type { Store } from '../storage/store.ts'
import { createPages } from './pages.ts'
import type { StorageApi, StorageReply, StorageRequest, StorageWorkerData } from './storage-api.ts'

/** Searching and indexing: on Linux a priority belongs to a thread, and this one steps back behind those who chat. */
const BACKGROUND_NICE = 10

if ((workerData as StorageWorkerData).isBackground) {
  try {
    setPriority(0, BACKGROUND_NICE)
  } catch {
    // Where it is not allowed, a search is felt a little more; nothing else depends on it.
  }
}

let opening: Promise<StorageApi> | undefined

/** Opened by the first request, and tried again by the next one when that failed. */
function open(): Promise<StorageApi> {
  opening ??= openStore(workerData as StorageWorkerData).then(
    (store: Store) => Object.assign(store, createPages(store)),
    (error: unknown) => {
      opening = undefined
      throw error
    },
  )
  return opening
}

/** What Piscina calls. Never rejects: a failure is a reply. */
export async function handle(requests: StorageRequest[]): Promise<StorageReply[]> {
  // One after another on SQLite, which has one connection here; all at once on MySQL, which has many.
  const isAlone = (workerData as StorageWorkerData).url.startsWith('sqlite:')
  if (!isAlone) return Promise.all(requests.map(answer))
  const replies: StorageReply[] = []
  for (const request of requests) replies.push(await answer(request))
  return replies
}

async function answer(request: StorageRequest): Promise<StorageReply> {
  try {
    const api = await open()
    // The request's type ties `args` to `method`; TypeScript cannot follow it through the index.
    const method = api[request.method] as (...args: unknown[]) => Promise<unknown>
    return { ok: true, value: await method.apply(api, request.args) }
  } catch (error) {
    return failure(error)
  }
}

function failure(error: unknown): StorageReply {
  if (error instanceof ChatError) {
    const { code, message, field } = error
    return { ok: false, kind: 'chat', code, message, field }
  }
  // Rights or a database that went away while we run are for the operator to mend, as an outage is.
  const isOutage = error instanceof StorageUnavailable || error instanceof StorageConfigError
  const kind = isOutage ? 'outage' : 'bug'
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  return { ok: false, kind, message, stack }
}
