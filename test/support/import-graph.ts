import { dirname, join } from 'node:path/posix'

export interface Import {
  from: string
  /** A path from the root of the repository, or a package's name. */
  to: string
  isOurs: boolean
  /** Erased when compiled. */
  isType: boolean
}

export interface Rules {
  /** By area: a folder, or a file that stands for itself. An area may always import itself; what else it may is listed, as folders or files. */
  mayImport: Readonly<Record<string, readonly string[]>>
  /** By package: the only files, or folders, that may load it. */
  homes: Readonly<Record<string, readonly string[]>>
}

const IMPORT =
  /\b(?:import|export)\s+(type\b)?[^'"`;()]*?\bfrom\s*['"]([^'"]+)['"]|\b(?:import|require)\s*\(?\s*['"]([^'"]+)['"]|\bnew URL\(\s*['"](\.[^'"]+\.ts)['"]/g

/** What a file imports: statically, dynamically, or as the file of a worker. */
export function importsOf(from: string, source: string): Import[] {
  return [...withoutComments(source).matchAll(IMPORT)].map(([, type, named, bare, worker]) => {
    const specifier = named ?? bare ?? worker ?? ''
    const isOurs = specifier.startsWith('.')
    const to = isOurs ? join(dirname(from), specifier) : packageName(specifier)
    return { from, to, isOurs, isType: type !== undefined }
  })
}

/** One sentence per import that breaks a rule, and per file that the rules forgot. */
export function breaches(imports: readonly Import[], rules: Rules): string[] {
  const found = imports.flatMap(({ from, to, isOurs, isType }) => {
    if (isFree(from)) return []
    if (!isOurs) {
      const homes = rules.homes[to]
      const isAllowed = homes === undefined || isType || homes.some((home) => isIn(from, home))
      return isAllowed ? [] : [`${from} must not import ${to}: its home is ${homes.join(', ')}`]
    }
    const area = areaOf(from, rules)
    if (area === undefined) return [`${from} belongs to no area: add it to the table`]
    const isAllowed = [area, ...(rules.mayImport[area] ?? [])].some((target) => isIn(to, target))
    return isAllowed ? [] : [`${from} must not import ${to}: ${area} may not`]
  })
  return [...new Set(found)]
}

/** Every ring of imports that a walk meets, as the files in order; type-only imports count. */
export function cycles(imports: readonly Import[]): string[][] {
  const targets = new Map<string, string[]>()
  for (const { from, to, isOurs } of imports) {
    if (isOurs) targets.set(from, [...(targets.get(from) ?? []), to])
  }
  const found: string[][] = []
  const done = new Set<string>()
  const walk = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file)
    if (start !== -1) found.push([...path.slice(start), file])
    if (start !== -1 || done.has(file)) return
    for (const target of targets.get(file) ?? []) walk(target, [...path, file])
    done.add(file)
  }
  for (const file of targets.keys()) walk(file, [])
  return found
}

/** Whether the source reads the process's environment. */
export function readsEnvironment(source: string): boolean {
  return /\bprocess\s*\.\s*env\b|\benv\b[^'"]*\bfrom\s*['"]node:process['"]/.test(
    withoutComments(source),
  )
}

/** Tests and their tools may import what they like. */
export const isFree = (file: string): boolean =>
  file.endsWith('.test.ts') || /(?:^|\/)test\//.test(file)

function areaOf(file: string, rules: Rules): string | undefined {
  return Object.keys(rules.mayImport)
    .filter((area) => isIn(file, area))
    .sort((a, b) => b.length - a.length)[0]
}

const isIn = (file: string, area: string): boolean => file === area || file.startsWith(`${area}/`)

/** `piscina` of `piscina/dist/x.js`; `@a/b` of `@a/b/c`; `node:fs` of `node:fs/promises`. */
function packageName(specifier: string): string {
  const parts = specifier.split('/')
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}
