import { availableParallelism } from 'node:os'
import { Piscina } from 'piscina'
import { ChatError } from '../chat-error.ts'
import type { CredentialsRequest } from './credentials-worker.ts'
import { PoolLoad } from './pool-load.ts'
import { workerFile } from './worker-file.ts'

/** About three seconds of work for one thread; who would wait longer is told to come back. */
const MAX_QUEUE = 200
const RETRY_AFTER_MS = 2_000
/** No password has it, and checking one against it takes as long as against any: its parameters are those of a hash that is made now. */
export const DECOY_HASH = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`

export interface CredentialsPool {
  hash(password: string): Promise<string>
  /**
   * `hash` undefined: there is no such user. It takes the same time, so that nobody can tell from it which names exist.
   * Both reject with `busy` when too many wait.
   */
  verify(hash: string | undefined, password: string): Promise<boolean>
  queueSize(): number
  load: PoolLoad
  /** What waits is given up: nobody will be told. Resolves when the threads have ended. */
  close(): Promise<void>
}

export function openCredentialsPool(workerFailed: (error: unknown) => void): CredentialsPool {
  const threads = Math.max(1, availableParallelism() - 1)
  const pool = new Piscina({
    filename: workerFile('credentials-worker', import.meta.url),
    name: 'handle',
    minThreads: threads,
    maxThreads: threads,
    idleTimeout: Number.POSITIVE_INFINITY,
    maxQueue: MAX_QUEUE,
  })
  pool.on('error', workerFailed)
  const load = new PoolLoad({ name: 'credentials', threads }, () => pool.queueSize)
  let isClosed = false
  const run = async (request: CredentialsRequest): Promise<string | boolean> => {
    // Piscina would make a new thread for it, which nobody ends.
    if (isClosed) throw letGo()
    if (pool.queueSize >= MAX_QUEUE) throw new ChatError('busy', { retryAfterMs: RETRY_AFTER_MS })
    try {
      return (await load.during(pool.run(request))) as string | boolean
    } catch (error) {
      throw isClosed ? letGo(error) : error
    }
  }
  const hash = async (password: string): Promise<string> =>
    (await run({ method: 'hash', password })) as string
  return {
    hash,
    verify: async (stored, password) => {
      const isRight = await run({ method: 'verify', hash: stored || DECOY_HASH, password })
      return isRight === true && Boolean(stored)
    },
    queueSize: () => pool.queueSize,
    load,
    close: () => {
      isClosed = true
      return pool.close({ force: true })
    },
  }
}

const letGo = (cause?: unknown): ChatError =>
  new ChatError('unavailable', { retryAfterMs: RETRY_AFTER_MS, cause })
