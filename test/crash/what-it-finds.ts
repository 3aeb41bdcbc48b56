import { makeMutant } from './mutant.ts'
import type { KnownMutation } from './mutations.ts'
import { runCrash } from './run-crash.ts'
import { chooseSeed } from './seed.ts'

export interface Finding {
  /** Of what the mutation must be caught for: what was not found. Empty: the crash test has seen all of it. */
  readonly missed: readonly string[]
  /** The first thing that gave it away. */
  readonly example: string | undefined
}

/** Runs the crash test against our server with one line changed, kept in `root`. */
export async function whatItFinds(mutation: KnownMutation, root: string): Promise<Finding> {
  makeMutant(root, mutation)
  const { violations } = await runCrash({
    ...{ database: 'SQLite', seed: chooseSeed(), root, pairs: 2, patienceMs: 4_000 },
    ...{ seconds: 2, minFaults: mutation.needsFaults ? 3 : 0 },
  })
  const found = new Set(violations.map(({ kind }) => kind))
  return {
    missed: mutation.expected.filter((kind) => !found.has(kind)),
    example: violations.find(({ kind }) => kind === mutation.expected[0])?.what,
  }
}
