import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'vite'
import { foreignNames } from './foreign-names.ts'

/** What lies in the browser until a newer page reads it (docs/web.md names the places) is called the same for ever. */
const KEPT_NAMES = ['writtenAt', 'depth']

/**
 * The properties that nobody but the page's own code ever names, so that the built page may call them what it likes: declared as members in `web/`
 * or `client/`, and to be found neither in the wire contract, nor in what a browser brings, nor in Preact, nor in any string. What is in doubt
 * is not among them. `root` is the folder of package.json.
 */
export function ownNames(root: string): string[] {
  const declared = new Set<string>()
  const said = new Set(KEPT_NAMES)
  for (const file of [...sourcesIn(join(root, 'web')), ...sourcesIn(join(root, 'client'))]) {
    const { program, module } = parseSync(file, readFileSync(file, 'utf8'))
    // One file of the page asks another for them by name.
    for (const { entries } of module.staticExports) {
      for (const { exportName } of entries) said.add(exportName.name ?? '')
    }
    gather(program, file.startsWith(join(root, 'web/texts')), declared, said)
  }
  const foreign = foreignNames(root)
  return [...declared].filter((name) => !said.has(name) && !foreign.has(name)).toSorted()
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(?<!\.test|\.d)\.tsx?$/.test(path) && !/^(?:test|build)\//.test(path))
    .map((path) => join(folder, path))
}

const MEMBERS = new Set([
  'TSPropertySignature',
  'TSMethodSignature',
  'PropertyDefinition',
  'MethodDefinition',
])

interface Node {
  readonly type: string
  readonly computed?: boolean
  readonly key?: { readonly type: string; readonly name: string }
  readonly value?: unknown
}

/** Members that are declared (the sentences of a language are so by being there), and words in strings, by which a property may be asked for. */
function gather(tree: object, isTexts: boolean, declared: Set<string>, said: Set<string>): void {
  const { type, computed, key, value } = tree as Node
  const isMember = MEMBERS.has(type) || (isTexts && type === 'Property')
  if (isMember && computed !== true && key?.type === 'Identifier') declared.add(key.name)
  for (const word of wordsOf(type, value)) said.add(word)
  for (const child of Object.values(tree)) {
    if (typeof child === 'object' && child !== null) gather(child, isTexts, declared, said)
  }
}

/** A string that is a word, the pieces of one that is put together, and the places in a sentence, which are filled by name. */
function wordsOf(type: string, value: unknown): readonly string[] {
  if (type === 'TemplateElement') return (value as { raw: string }).raw.match(/\w+/g) ?? []
  if (type !== 'Literal' || typeof value !== 'string') return []
  return /^\w+$/.test(value) ? [value] : (value.match(/(?<=\{)\w+(?=\})/g) ?? [])
}
