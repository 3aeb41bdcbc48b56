import { Random } from '../../loadtest/generator/random.ts'
import { type MariaDb, startMariaDb } from '../support/mariadb.ts'
import { makeTemporaryFolder, removeFolder } from '../support/temporary-folder.ts'
import type { ChaosClient } from './chaos-client.ts'
import { openQuestions } from './check-answers.ts'
import { check } from './checker.ts'
import { type Crowd, gatherCrowd } from './crowd.ts'
import type { Evidence, Violation } from './evidence.ts'
import { type FaultCount, rageUntil } from './faults.ts'
import { hasOpenQuestion } from './habits.ts'
import { HistoryLog, isWithAssistant } from './history-log.ts'
import { Ledger } from './ledger.ts'
import { readEverything } from './read-everything.ts'
import { ownRoot, ServerUnderFire } from './server-under-fire.ts'
import { until } from './waiting.ts'

export interface CrashOptions {
  database: 'SQLite' | 'MariaDB'
  /** How long things are being killed; starting and reading come on top. */
  seconds: number
  /** Repeats what is said and what is killed when; threads and disks keep their own time. */
  seed: number
  /** The tree to run the server from; ours when absent. */
  root?: string
  pairs?: number
  /** On a machine so busy that the time is over before enough has happened, a run goes on; for enough messages it always does. */
  minFaults?: number
  /** How long the last answers are waited for when all is up again. A server that is broken on purpose will not give them. */
  patienceMs?: number
  /** The average pause of each client between two of its acts. */
  paceMs?: number
}

export interface CrashReport {
  readonly options: CrashOptions
  readonly faults: FaultCount
  readonly counts: Readonly<Record<string, number>>
  /** What the server logged as errors, and how often. */
  readonly errors: ReadonlyMap<string, number>
  readonly violations: readonly Violation[]
}

/** Of the seed's random numbers; the clients have the others. */
const FAULTS_STREAM = 0
const MIN_FAULTS = 3
const MIN_ANSWERED = 400
const TALK_TIMEOUT_MS = 30_000
/** A `send` is answered within 5 s, and may be tried a few times. */
const PATIENCE_MS = 30_000

/** One run: a crowd talks while its server and database are killed; then everything is read back and checked. */
export async function runCrash(options: CrashOptions): Promise<CrashReport> {
  const data = makeTemporaryFolder()
  const mariaDb = options.database === 'MariaDB' ? await startMariaDb() : undefined
  try {
    return await runOn(options, data, mariaDb)
  } finally {
    await mariaDb?.stop()
    removeFolder(data)
  }
}

async function runOn(
  options: CrashOptions,
  data: string,
  mariaDb: MariaDb | undefined,
): Promise<CrashReport> {
  const { root = ownRoot, seconds, seed } = options
  const flags = mariaDb === undefined ? [] : ['--db', await mariaDb.createDatabase()]
  const server = new ServerUnderFire({ root, data, flags })
  const log = new HistoryLog()
  try {
    await server.start()
    if (server.ownEnds.length > 0) throw new Error([...server.errors.keys()].join('\n'))
    const { pairs = 3, paceMs = 8, minFaults = MIN_FAULTS, patienceMs = PATIENCE_MS } = options
    const crowd = await gatherCrowd({ pairs, paceMs, seed, log, port: () => server.port })
    const random = new Random(seed, FAULTS_STREAM)
    const lives = crowd.clients.map((client) => client.live())
    const endMs = performance.now() + seconds * 1_000
    const faults = await rageUntil({ endMs, minFaults }, { server, mariaDb }, random)
    const answered = (): number =>
      crowd.clients.reduce((sum, { outgoing }) => sum + outgoing.answered.length, 0)
    await until(() => answered() >= MIN_ANSWERED, TALK_TIMEOUT_MS)
    const openAtEnd = await settle(crowd, log, patienceMs)
    // The last word: what was acknowledged a moment ago must outlive this one too.
    await server.kill()
    if (mariaDb !== undefined) {
      await mariaDb.kill()
      await mariaDb.restart()
    }
    await server.start()
    const readings = await readEverything(crowd)
    for (const client of crowd.clients) client.close()
    await Promise.all(lives)
    const evidence: Evidence = {
      ...{ events: log.events, readings, openAtEnd },
      hadOutages: faults.databaseKills + faults.databaseHangs > 0,
    }
    return report(options, faults, evidence, server)
  } finally {
    await server.kill()
  }
}

/** Lets every message find its answer. @returns the connections that are open then */
async function settle(
  { clients }: Crowd,
  log: HistoryLog,
  patienceMs: number,
): Promise<Evidence['openAtEnd']> {
  for (const client of clients) client.stopSending()
  const isSettled = (client: ChaosClient): boolean =>
    client.connection !== undefined &&
    client.outgoing.unanswered.length === 0 &&
    client.outgoing.openAttempts === 0
  await until(() => clients.every(isSettled), patienceMs)
  await until(() => !clients.some(hasOpenQuestion), patienceMs / 2)
  for (const client of clients) {
    for (const { cid } of client.outgoing.unanswered) {
      const what = `${cid} has no answer ${patienceMs} ms after the last fault`
      log.record({ type: 'complaint', user: client.user, connection: 0, what })
    }
    await client.connection?.askPolitely({ type: 'ping' })
  }
  return clients.flatMap(({ user, connection }) =>
    connection === undefined ? [] : [{ user, connection: connection.number }],
  )
}

function report(
  options: CrashOptions,
  faults: FaultCount,
  evidence: Evidence,
  server: ServerUnderFire,
): CrashReport {
  const ledger = new Ledger(evidence)
  const outcomes = [...ledger.attempts.values()].map(({ outcome }) => outcome)
  const oks = outcomes.filter((outcome) => outcome?.type === 'ok')
  const stored = [...ledger.stored].map(([, messages]) => messages.length)
  const count = (type: string): number => evidence.events.filter((one) => one.type === type).length
  return {
    ...{ options, faults, errors: server.errors },
    counts: {
      messages: ledger.said.size,
      attempts: outcomes.length,
      acknowledged: oks.length,
      repetitions: oks.filter((outcome) => outcome.dup).length,
      refused: outcomes.filter((outcome) => outcome?.type === 'error').length,
      unknown: outcomes.filter((outcome) => outcome?.type === 'unknown').length,
      stored: stored.reduce((sum, length) => sum + length, 0),
      pushes: count('push'),
      receipts: count('receipt'),
      logins: count('login'),
      questions: [...ledger.said.values()].filter((one) => isWithAssistant(one.conversation))
        .length,
      'questions without an answer': openQuestions(ledger),
    },
    violations: [
      ...check(evidence),
      ...server.ownEnds.map((what): Violation => ({ kind: 'complaint', what })),
      // Nothing goes wrong inside a server that is only killed; its logs of an outage are its duty.
      ...(evidence.hadOutages ? [] : [...server.errors.keys()]).map(
        (said): Violation => ({ kind: 'complaint', what: `the server logged: ${said}` }),
      ),
    ],
  }
}
