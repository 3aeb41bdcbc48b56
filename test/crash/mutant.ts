import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../server/package-root.ts'

/** A change that makes the server break a promise. */
export interface Mutation {
  /** A module without its extension; the change must fit the source as well as what is compiled from it. */
  readonly module: string
  readonly find: string
  readonly replace: string
}

/** All that the program needs beside its packages. */
const TREE = [
  'package.json',
  'tsconfig.json',
  'sql',
  'bin',
  'protocol',
  'server',
  'client',
  'client-cli',
]
const SOURCE_ONLY = ['loadtest', 'dashboards', join('test', 'support')]

/**
 * Copies the program into an empty folder, changed. A copy rather than a hook of the module loader: worker threads load it too, and no version of Node has
 * another opinion about it.
 */
export function makeMutant(folder: string, { module, find, replace }: Mutation): void {
  const isFromSource = import.meta.url.endsWith('.ts')
  const built = isFromSource ? SOURCE_ONLY : ['dist']
  for (const part of [...TREE, ...built]) {
    const from = join(packageRoot, part)
    if (existsSync(from)) cpSync(from, join(folder, part), { recursive: true, filter: isNoTest })
  }
  symlinkSync(join(packageRoot, 'node_modules'), join(folder, 'node_modules'))

  const file = isFromSource ? join(folder, `${module}.ts`) : join(folder, 'dist', `${module}.js`)
  const text = readFileSync(file, 'utf8')
  // Otherwise the run would prove that a server without a fault has none.
  if (text.split(find).length !== 2) throw new Error(`${module} does not have one \`${find}\``)
  writeFileSync(
    file,
    text.replace(find, () => replace),
  )
}

const isNoTest = (path: string): boolean => !/\.test\.[jt]s$/.test(path)
