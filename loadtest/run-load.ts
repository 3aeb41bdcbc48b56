import { randomBytes } from 'node:crypto'
import type { Account } from './accounts/account.ts'
import { type AccountNeeds, getAccounts } from './accounts/get-accounts.ts'
import { findLocalServer } from './accounts/local-server.ts'
import { makeRooms } from './accounts/make-rooms.ts'
import { assign, type Preparation } from './assign.ts'
import { Crew } from './crew.ts'
import type { Patience } from './generator/load-messages.ts'
import { monotonicUs } from './generator/run-clock.ts'
import { EXIT_ABORTED, LoadError } from './load-error.ts'
import type { LoadOptions } from './load-options.ts'
import { type Companion, LoadRun, type Outcome } from './load-run.ts'
import { describeMachine, findCommit } from './machine.ts'
import { makeResult } from './make-result.ts'
import { checkOpenFiles, checkTarget, checkWritable, localAddressesFor } from './preflight.ts'
import type { Progress } from './progress/progress.ts'
import type { LoadResult } from './report/load-result.ts'
import type { Plan } from './scenarios/plan.ts'
import { Stage } from './scenarios/stage.ts'
import { sampleProcess } from './server-process.ts'

/** A server that hangs for longer than this has failed its users. */
const PATIENCE: Patience = { drainMs: 5_000, settleMs: 3_000 }

/** A chart has at most about so many points, however long the run. */
const MAX_POINTS = 240
const INTERVALS_MS = [250, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000, 3_600_000]

/** A run that is over: what is made of it, and what it was made of. */
export interface FinishedRun {
  readonly result: LoadResult
  readonly outcome: Outcome
}

/**
 * A whole run: the checks, the accounts, the load, the verification. `signal` ends it early with what there is so far; `companion` does
 * something else beside the load. Rejects with a LoadError when there can be no run.
 */
export async function runLoad(
  options: LoadOptions,
  progress: Progress,
  signal: AbortSignal,
  { patience = PATIENCE, companion }: { patience?: Patience; companion?: Companion } = {},
): Promise<FinishedRun> {
  const startedAt = new Date().toISOString()
  const plan = makePlan(options)
  const { serverPid, ...prepared } = await prepare(options, plan, progress, signal)
  const preparation = { ...prepared, patience }
  const known = { ...options, serverPid }
  stopIfAborted(signal)
  const assignments = assign(known, preparation)
  const crew = new Crew(assignments)
  try {
    const run = new LoadRun(known, preparation, assignments, crew, progress, signal, companion)
    const outcome = await run.run()
    const facts = { startedAt, machine: describeMachine(), commit: await findCommit() }
    return { result: makeResult(known, plan, facts, outcome), outcome }
  } finally {
    await crew.end()
  }
}

export function makePlan(options: LoadOptions): Plan {
  const stage = new Stage(options)
  options.scenario.play(stage)
  return stage.plan()
}

type Prepared = Omit<Preparation, 'patience'> & { serverPid: number | undefined }

async function prepare(
  options: LoadOptions,
  plan: Plan,
  progress: Progress,
  signal: AbortSignal,
): Promise<Prepared> {
  const { host, port, transport } = options
  const target = { host, port, transport }
  await checkOpenFiles(options.users)
  const { jsonFile, htmlFile, saveTokensFile } = options
  await checkWritable({ '--json': jsonFile, '--html': htmlFile, '--save-tokens': saveTokensFile })
  if (options.serverPid !== undefined) sampleProcess(options.serverPid)
  const localAddresses = await localAddressesFor(target, options.users)
  await checkTarget(target)
  const run = randomBytes(4).toString('hex')
  const prefix = `load-${run}`
  const { accounts, serverPid } = await getPeople(options, { target, plan, prefix }, progress, () =>
    stopIfAborted(signal),
  )
  stopIfAborted(signal)
  progress.step('making rooms')
  const rooms = await makeRooms(target, plan.conversations, accounts, `${prefix}-`)
  return {
    run,
    epochUs: Math.floor(monotonicUs()),
    intervalMs: chooseInterval(options.warmUpSeconds + options.durationSeconds),
    localAddresses,
    plan,
    accounts,
    rooms,
    serverPid,
  }
}

/** The accounts, and the server's process when its admin socket tells it. */
async function getPeople(
  options: LoadOptions,
  needs: AccountNeeds,
  progress: Progress,
  checkpoint: () => void,
): Promise<{ accounts: Account[]; serverPid: number | undefined }> {
  const server = await findLocalServer(options.dataFolder, needs.target)
  const [admin, pid] = 'admin' in server ? [server.admin, server.pid] : []
  try {
    const accounts = await getAccounts(options, needs, server, progress, checkpoint)
    return { accounts, serverPid: options.serverPid ?? pid }
  } finally {
    admin?.close()
  }
}

/** The shortest that leaves the timeline readable. */
function chooseInterval(totalSeconds: number): number {
  const fits = (ms: number) => (totalSeconds * 1_000) / ms <= MAX_POINTS
  return INTERVALS_MS.find(fits) ?? (INTERVALS_MS.at(-1) as number)
}

function stopIfAborted(signal: AbortSignal): void {
  if (signal.aborted) {
    throw new LoadError('stopped before the run began', { exitCode: EXIT_ABORTED })
  }
}
