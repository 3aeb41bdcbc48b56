import t from 'tap'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { MUTATIONS } from './mutations.ts'
import { whatItFinds } from './what-it-finds.ts'

// Starting a server takes a second, and on a busy machine several.
t.setTimeout(120_000)

// A crash test that has never fallen proves nothing. These servers are ours with one line changed, and it must see each. Those that must be killed to do
// harm take half a minute each: `make crash` begins with them.
for (const mutation of MUTATIONS) {
  if (mutation.needsFaults) continue
  t.test(`the crash test falls for ${mutation.name}`, async (t) => {
    const { missed, example } = await whatItFinds(mutation, temporaryFolder(t))
    t.strictSame(missed, [])
    t.comment(example)
  })
}
