import type { TObject, TSchema } from 'typebox'

/** A field as the page lists it and as a schema has it: `name` or `name?`. */
export type Fields = readonly string[]

export interface Described {
  request: Fields
  reply: Fields
}

/** The sections `### \`name\`` below one `## title`, with the rows `| → | \`field?\` |` of their tables. */
export function describedFrames(page: string, title: string): Map<string, Described> {
  const sections = chapter(page, title).split(/^### /m).slice(1)
  return new Map(
    sections.map((section) => {
      const name = /^`([^`]+)`/.exec(section)?.[1] ?? section.split('\n')[0] ?? ''
      return [name, { request: fieldsIn(section, '→'), reply: fieldsIn(section, '←') }]
    }),
  )
}

/** The first two cells of each row of the tables below `## title`, without backticks. */
export function tableRows(page: string, title: string): Map<string, string> {
  const rows = chapter(page, title).matchAll(/^\| `([^`]+)` \| ([^|]*?) \|/gm)
  return new Map([...rows].map(([, key, value]) => [key as string, value as string]))
}

/** What a schema asks for, in the page's spelling; `type` and `id` belong to every frame. */
export function schemaFields(schema: TObject): Fields {
  const required = new Set<string>(schema.required ?? [])
  return Object.keys(schema.properties as Record<string, TSchema>)
    .filter((name) => name !== 'type' && name !== 'id')
    .map((name) => (required.has(name) ? name : `${name}?`))
    .sort()
}

export const sorted = (fields: Iterable<string>): string[] => [...fields].sort()

function chapter(page: string, title: string): string {
  const found = page.split(/^## /m).find((part) => part.startsWith(`${title}\n`))
  if (found === undefined) throw new Error(`the page has no chapter "${title}"`)
  return found
}

function fieldsIn(section: string, direction: '→' | '←'): Fields {
  const rows = section.matchAll(/^\| (→|←) \| `([^`]+)` \|/gm)
  return sorted([...rows].filter((row) => row[1] === direction).map((row) => row[2] as string))
}
