import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { namedIn } from './named-in.ts'

/** Where the names are that others have given, and in which files. */
const PLACES: readonly (readonly [folder: string, files: RegExp])[] = [
  ['protocol', /\.ts$/],
  ['node_modules/preact/dist', /^preact\.mjs$/],
  ['node_modules/preact/hooks/dist', /^hooks\.mjs$/],
  // The attributes that elements take.
  ['node_modules/preact/src', /\.d\.ts$/],
  ['node_modules/@preact/signals/dist', /^signals\.module\.js$/],
  ['node_modules/@preact/signals-core/dist', /^signals-core\.module\.js$/],
]

/**
 * The properties of what is not the page's own: the wire contract, what browsers and the language bring, and Preact. Most of them it never uses. `root` is
 * the folder of package.json.
 */
export function foreignNames(root: string): Set<string> {
  const names = new Set<string>()
  for (const [folder, pattern] of [...PLACES, ...platformPlaces(root)]) {
    for (const file of filesIn(resolve(root, folder), pattern)) {
      const { members, used, strings } = namedIn(file)
      for (const name of [...members, ...used, ...strings]) names.add(name)
    }
  }
  return names
}

/** TypeScript has them written down, in a package for each system. */
function platformPlaces(root: string): typeof PLACES {
  const scope = 'node_modules/@typescript'
  return readdirSync(resolve(root, scope))
    .filter((name) => name.startsWith('typescript-'))
    .map((name) => [`${scope}/${name}/lib`, /^lib\.(?:dom|es).*\.d\.ts$/])
}

/** Where there are none the list would be too short, and names would be taken for ours that are not. */
function filesIn(folder: string, pattern: RegExp): string[] {
  const files = readdirSync(folder).filter((name) => pattern.test(name))
  if (files.length === 0) throw new Error(`${folder} has nothing like ${pattern}`)
  return files.map((name) => resolve(folder, name))
}
