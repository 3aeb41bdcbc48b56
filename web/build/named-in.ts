import { readFileSync } from 'node:fs'
import { parseSync } from 'vite'

/** What a source file says of properties. */
export interface Named {
  /** Those that it declares: members of classes, interfaces and types. */
  readonly members: Set<string>
  /** Those that it uses or writes down, declared wherever. */
  readonly used: Set<string>
  /** Words in strings, by which a property may be asked for as well. */
  readonly strings: Set<string>
  /** What other files may take from it. */
  readonly exported: Set<string>
}

interface Node {
  readonly type: string
  readonly computed?: boolean
  readonly key?: Name
  readonly property?: Name
  readonly value?: unknown
  readonly name?: Name
}

interface Name {
  readonly type: string
  readonly name?: string
  readonly value?: unknown
}

const MEMBERS = new Set([
  'TSPropertySignature',
  'TSMethodSignature',
  'PropertyDefinition',
  'MethodDefinition',
])

export function namedIn(file: string): Named {
  const { program, module } = parseSync(file, readFileSync(file, 'utf8'))
  const entries = module.staticExports.flatMap((one) => one.entries)
  const named: Named = {
    members: new Set(),
    used: new Set(),
    strings: new Set(),
    exported: new Set(entries.map(({ exportName }) => exportName.name ?? '')),
  }
  gather(program as unknown as Node, named)
  return named
}

function gather(node: Node, named: Named): void {
  const { type, computed, key, property, value } = node
  if (computed !== true) {
    if (MEMBERS.has(type)) note(key, named.members)
    if (type === 'Property') note(key, named.used)
    if (type === 'MemberExpression') note(property, named.used)
  }
  for (const word of wordsOf(type, value)) named.strings.add(word)
  for (const [field, child] of Object.entries(node)) {
    if (isObject(child) && !isNoString(node, field)) gather(child as Node, named)
  }
}

function note(name: Name | undefined, into: Set<string>): void {
  if (name?.type === 'Identifier') into.add(name.name ?? '')
  else if (name?.type === 'Literal') into.add(String(name.value))
}

/** A string that is a word, the pieces of one that is put together, and the places in a sentence, which are filled by name. */
function wordsOf(type: string, value: unknown): readonly string[] {
  if (type === 'TemplateElement') return (value as { raw: string }).raw.match(/\w+/g) ?? []
  if (type !== 'Literal' || typeof value !== 'string') return []
  return /^\w+$/.test(value) ? [value] : (value.match(/(?<=\{)\w+(?=\})/g) ?? [])
}

/** What `Options['name']` asks for is a type, and gone when anything runs; a class is for the style sheet. */
function isNoString({ type, name }: Node, field: string): boolean {
  if (type === 'TSIndexedAccessType') return field === 'indexType'
  return type === 'JSXAttribute' && name?.name === 'class' && field === 'value'
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
