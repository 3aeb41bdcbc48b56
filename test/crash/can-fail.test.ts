import t from 'tap'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { makeMutant } from './mutant.ts'
import { MUTATIONS } from './mutations.ts'
import { runCrash } from './run-crash.ts'
import { chooseSeed } from './seed.ts'

// Starting a server takes a second, and on a busy machine several.
t.setTimeout(120_000)

// A crash test that has never fallen proves nothing. These servers are ours with one line changed, and it must see each.
for (const mutation of MUTATIONS) {
  t.test(`the crash test falls for ${mutation.name}`, async (t) => {
    const root = temporaryFolder(t)
    makeMutant(root, mutation)
    const { violations } = await runCrash({
      ...{ database: 'SQLite', seed: chooseSeed(), root, pairs: 2, patienceMs: 4_000 },
      ...{ seconds: 2, minFaults: mutation.needsFaults ? 3 : 0 },
    })
    const found = new Set(violations.map(({ kind }) => kind))
    for (const kind of mutation.expected) t.ok(found.has(kind), `${kind} is among what was found`)
    t.comment(violations.find(({ kind }) => kind === mutation.expected[0])?.what)
  })
}
