import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The folder that holds package.json, `sql/` and the rest that the compiler does not copy. It is looked for upwards from this file,
 * because the program runs from `dist/server/` when it is compiled and from `server/` when it is not.
 */
export const packageRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)))

export const version: string = readManifest(packageRoot)?.version ?? ''

interface Manifest {
  name: string
  version: string
}

function findRoot(folder: string): string {
  if (readManifest(folder)?.name === 'teahouse') return folder
  const parent = dirname(folder)
  if (parent === folder) throw new Error('no package.json of teahouse above the program')
  return findRoot(parent)
}

function readManifest(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  } catch {
    // Not here, or somebody else's and broken: the search goes on.
    return undefined
  }
}
