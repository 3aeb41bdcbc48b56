import type { StorageReply, StorageRequest } from './storage-api.ts'

/** More than this in one task and the last of them waits noticeably for the first. */
const MAX_GROUP = 32

interface Waiting {
  request: StorageRequest
  resolve: (reply: StorageReply) => void
  reject: (error: unknown) => void
}

/**
 * Sends requests to worker threads in groups. To wake a thread takes longer than most reading does (160 µs against 10 for a log-in by token, on
 * two busy cores), so what one turn of the event loop brings, and what comes while all threads are busy, shares one task.
 */
export class GroupedRequests {
  readonly #runTask: (requests: StorageRequest[]) => Promise<StorageReply[]>
  readonly #maxTasks: number
  #waiting: Waiting[] = []
  #tasks = 0
  #isScheduled = false

  /** `maxTasks`: how many tasks may be under way; as many as there are threads. */
  constructor(runTask: (requests: StorageRequest[]) => Promise<StorageReply[]>, maxTasks: number) {
    this.#runTask = runTask
    this.#maxTasks = maxTasks
  }

  get size(): number {
    return this.#waiting.length
  }

  run(request: StorageRequest): Promise<StorageReply> {
    if (!this.#isScheduled) {
      this.#isScheduled = true
      setImmediate(this.#send)
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject })
    })
  }

  readonly #send = (): void => {
    this.#isScheduled = false
    while (this.#tasks < this.#maxTasks && this.#waiting.length > 0) {
      // Shared out evenly: two threads with half of it each are done sooner than one with all of it.
      const share = Math.ceil(this.#waiting.length / (this.#maxTasks - this.#tasks))
      void this.#sendGroup(this.#waiting.splice(0, Math.min(share, MAX_GROUP)))
    }
  }

  async #sendGroup(group: Waiting[]): Promise<void> {
    this.#tasks += 1
    try {
      const replies = await this.#runTask(group.map(({ request }) => request))
      for (const [i, { resolve }] of group.entries()) resolve(replies[i] as StorageReply)
    } catch (error) {
      for (const { reject } of group) reject(error)
    } finally {
      this.#tasks -= 1
      this.#send()
    }
  }
}
