import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { foreignNames } from './foreign-names.ts'
import { namedIn } from './named-in.ts'

/** What lies in the browser until a newer page reads it (docs/web.md names the places) is called the same for ever. */
const KEPT_NAMES = ['writtenAt', 'depth']
/** These are loaded as wholes, and what they export is asked for by name. */
const LOADED_LATER = /\/web\/(?:more\.ts|texts\/)/
const TEXTS = /\/web\/texts\//

/**
 * The properties that nobody but the page's own code ever names, so that the built page may call them what it likes: declared as members in `web/`
 * or `client/`, and to be found neither in the wire contract, nor in what a browser brings, nor in Preact, nor in any string. What is in doubt
 * is not among them. `others`: every other name that is there. `root` is the folder of package.json.
 */
export function ownNames(root: string): { own: string[]; others: ReadonlySet<string> } {
  const declared = new Set<string>()
  const all = new Set<string>()
  const said = foreignNames(root)
  for (const name of KEPT_NAMES) said.add(name)
  for (const file of [...sourcesIn(join(root, 'web')), ...sourcesIn(join(root, 'client'))]) {
    const { members, used, strings, exported } = namedIn(file)
    // The sentences of a language are declared by being there.
    for (const name of TEXTS.test(file) ? used : members) declared.add(name)
    for (const name of strings) said.add(name)
    for (const name of [...members, ...used]) all.add(name)
    if (LOADED_LATER.test(file)) for (const name of exported) said.add(name)
  }
  const own = [...declared].filter((name) => !said.has(name)).toSorted()
  const isOwn = new Set(own)
  return { own, others: new Set([...said, ...[...all].filter((name) => !isOwn.has(name))]) }
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(?<!\.test|\.d)\.tsx?$/.test(path) && !/^(?:test|build)\//.test(path))
    .map((path) => join(folder, path))
}
