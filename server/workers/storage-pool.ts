import { Piscina } from 'piscina'
import type { ErrorCode } from '../../protocol/error-codes.ts'
import { ChatError } from '../chat-error.ts'
import { StorageUnavailable } from '../storage/storage-unavailable.ts'
import { GroupedRequests } from './grouped-requests.ts'
import { CROWD, Patience, SILENCE } from './patience.ts'
import { PoolLoad } from './pool-load.ts'
import type { StorageApi, StorageReply, StorageRequest, StorageWorkerData } from './storage-api.ts'
import { ROUTES } from './storage-routes.ts'
import { workerFile } from './worker-file.ts'

/** A request that takes longer is answered `unavailable`; its work goes on, for it may be a commit. */
const DEADLINE_MS = 5_000
const RETRY_AFTER_MS = 1_000
/** Waiting requests, beyond which a client is told `busy`. */
const MAX_QUEUE = 10_000
const SQLITE_READERS = 2
const MYSQL_THREADS = 2
const MYSQL_TASKS_PER_THREAD = 16
/** One, as on SQLite: several only make smaller batches, of which each costs a commit and the waking of a thread (decision 10). */
const MYSQL_LANES = 1
/** Groups of reads under way: one that is slow must not hold up all others. */
const MYSQL_READS = 8

/** Searches that wait, beyond which a client is told `busy`: some seconds of work. */
const MAX_SEARCHES = 200
const MYSQL_SEARCHES = 4

export interface StoragePool {
  api: StorageApi
  /** How many batches may be at the database at once. */
  lanes: number
  queueSize(): number
  loads: readonly PoolLoad[]
  /** From here on every request, also one under way, is rejected with `StorageUnavailable`. Resolves when the threads have ended. */
  close(): Promise<void>
}

type Run = (request: StorageRequest) => Promise<StorageReply>

interface Pools {
  read: Run
  write: Run
  search: Run
  all: Piscina[]
  loads: PoolLoad[]
  queueSize(): number
  lanes: number
}

/** `outcome` hears with every reply whether the database was there to give it, or to be written to. */
export function openStoragePool(
  url: string,
  outcome: (asked: 'read' | 'write', isUp: boolean) => void,
  workerFailed: (error: unknown) => void,
): StoragePool {
  const pools = url.startsWith('sqlite:') ? sqlitePools(url) : mysqlPools(url)
  const patience = {
    ...{ read: new Patience(DEADLINE_MS), write: new Patience(DEADLINE_MS) },
    search: new Patience(DEADLINE_MS),
  }
  let isClosed = false
  const call = async (request: StorageRequest): Promise<unknown> => {
    // Piscina takes tasks even after its end, and makes new threads for them: they would keep the process alive for ever.
    if (isClosed) throw letGo()
    const route = ROUTES[request.method]
    const work = pools[route](request)
    // The journal keeps its own time: a commit is not given up while it may still happen.
    const inTime = request.method === 'append' ? work : patience[route].wait(work)
    const reply = await inTime.catch((error: unknown) => {
      throw isClosed ? letGo(error) : error
    })
    const isUp = isAnswer(reply)
    if (isUp) patience[route].answered()
    // What comes while it is let go says nothing of the database, and must not wake anybody who waits for it. Nor does a queue that is too long say that it is away.
    if (!isClosed && reply !== CROWD) outcome(route === 'write' ? 'write' : 'read', isUp)
    if (reply === SILENCE || reply === CROWD) throw tooLate(work, patience[route])
    if (reply.ok) return reply.value
    throw asError(reply)
  }
  const api = Object.fromEntries(
    Object.keys(ROUTES).map((method) => [
      method,
      (...args: unknown[]) => call({ method, args } as unknown as StorageRequest),
    ]),
  ) as unknown as StorageApi
  const all = pools.all
  // A thread that dies takes its task with it, which is told, and is replaced. Unheard, the event would end the process.
  for (const pool of all) pool.on('error', workerFailed)
  return {
    api,
    lanes: pools.lanes,
    queueSize: () => pools.queueSize(),
    loads: pools.loads,
    close: async () => {
      isClosed = true
      // Whoever still waits has been given up by those who asked, at the latest when the server stopped.
      await Promise.all(all.map((pool) => pool.close({ force: true })))
    },
  }
}

function sqlitePools(url: string): Pools {
  // Between tasks these threads sleep in Atomics.wait, the fastest way to be woken: nothing else happens in them.
  const writer = pool(
    { url, mode: 'read-write', isBackground: false },
    { threads: 1, tasksPerThread: 1, atomics: 'sync' },
  )
  const readers = pool(
    { url, mode: 'read-only', isBackground: false },
    { threads: SQLITE_READERS, tasksPerThread: 1, atomics: 'sync' },
  )
  const writing = new PoolLoad({ name: 'storage-write', threads: 1 }, () => writer.queueSize)
  const reading: PoolLoad = new PoolLoad({ name: 'storage-read', threads: SQLITE_READERS }, () =>
    reads.queueSize(),
  )
  const reads = grouped(readers, SQLITE_READERS, reading)
  const searcher = pool(
    { url, mode: 'read-only', isBackground: true },
    { threads: 1, tasksPerThread: 1, atomics: 'sync', isMadeLater: true },
  )
  const searching = new PoolLoad({ name: 'storage-search', threads: 1 }, () => searcher.queueSize)
  return {
    read: reads.run,
    write: alone(writer, writing, MAX_QUEUE),
    search: alone(searcher, searching, MAX_SEARCHES),
    all: [writer, readers, searcher],
    loads: [writing, reading, searching],
    queueSize: () => writer.queueSize + reads.queueSize() + searcher.queueSize,
    lanes: 1,
  }
}

function mysqlPools(url: string): Pools {
  // 'async', or the sockets of an idle worker would be deaf between tasks.
  const shared = pool(
    { url, mode: 'read-write', isBackground: false },
    { threads: MYSQL_THREADS, tasksPerThread: MYSQL_TASKS_PER_THREAD, atomics: 'async' },
  )
  const queueSize = (): number => shared.queueSize + reads.queueSize() + searcher.queueSize
  const searcher = pool(
    { url, mode: 'read-only', isBackground: true },
    { threads: 1, tasksPerThread: MYSQL_SEARCHES, atomics: 'async', isMadeLater: true },
  )
  const searching = new PoolLoad(
    { name: 'storage-search', threads: 1, tasksPerThread: MYSQL_SEARCHES },
    () => searcher.queueSize,
  )
  const load: PoolLoad = new PoolLoad(
    { name: 'storage', threads: MYSQL_THREADS, tasksPerThread: MYSQL_TASKS_PER_THREAD },
    queueSize,
  )
  const reads = grouped(shared, MYSQL_READS, load)
  return {
    read: reads.run,
    write: alone(shared, load, MAX_QUEUE),
    search: alone(searcher, searching, MAX_SEARCHES),
    all: [shared, searcher],
    loads: [load, searching],
    queueSize,
    lanes: MYSQL_LANES,
  }
}

function grouped(
  pool: Piscina,
  maxTasks: number,
  load: PoolLoad,
): { run: Run; queueSize(): number } {
  const requests = new GroupedRequests((group) => load.during(pool.run(group)), maxTasks)
  return {
    run: async (request) => {
      if (requests.size >= MAX_QUEUE) throw busy()
      return requests.run(request)
    },
    queueSize: () => requests.size,
  }
}

/** A write is its own transaction, and its reply waits for no other; nor does a search's. */
function alone(pool: Piscina, load: PoolLoad, maxQueue: number): Run {
  return async (request) => {
    // The journal has its own bound and sends one batch at a time: it waits its turn rather than be refused.
    if (request.method !== 'append' && pool.queueSize >= maxQueue) throw busy()
    const [reply] = (await load.during(pool.run([request]))) as [StorageReply]
    return reply
  }
}

const isAnswer = (reply: StorageReply | symbol): boolean =>
  typeof reply !== 'symbol' && (reply.ok || reply.kind !== 'outage')

const letGo = (cause?: unknown): StorageUnavailable =>
  new StorageUnavailable('The server is stopping and has let the database go.', { cause })

const busy = (): ChatError => new ChatError('busy', { retryAfterMs: RETRY_AFTER_MS })

function pool(
  workerData: StorageWorkerData,
  size: {
    threads: number
    tasksPerThread: number
    atomics: 'sync' | 'async'
    /** By the first task rather than at the start, when everybody is in a hurry. */
    isMadeLater?: true
  },
): Piscina {
  return new Piscina({
    filename: workerFile('storage-worker', import.meta.url),
    name: 'handle',
    workerData,
    minThreads: size.isMadeLater ? 0 : size.threads,
    maxThreads: size.threads,
    concurrentTasksPerWorker: size.tasksPerThread,
    idleTimeout: Number.POSITIVE_INFINITY,
    // Bounded above, where a client can still be told.
    maxQueue: Number.POSITIVE_INFINITY,
    atomics: size.atomics,
    stricterFIFO: true,
  })
}

function tooLate(work: Promise<StorageReply>, patience: Patience): StorageUnavailable {
  const underWay = work.then(
    (reply) => {
      if (isAnswer(reply)) patience.answered()
    },
    () => {
      // Its thread died, or was let go.
    },
  )
  return new StorageUnavailable(`No answer from the database within ${DEADLINE_MS} ms`, {
    underWay,
  })
}

function asError(reply: Extract<StorageReply, { ok: false }>): Error {
  if (reply.kind === 'chat') {
    const { code, message, field } = reply
    return new ChatError(code as ErrorCode, { message, ...(field === undefined ? {} : { field }) })
  }
  if (reply.kind === 'outage') return new StorageUnavailable(reply.message)
  return Object.assign(new Error(reply.message), { stack: reply.stack })
}
