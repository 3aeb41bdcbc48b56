import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import type { TObject } from 'typebox'
import { OPTION_TABLES } from '../bin/main.ts'
import { markdownTable } from '../bin/option-table.ts'
import * as entities from '../protocol/entities.ts'
import { BYE_CODES, ERROR_CODES } from '../protocol/error-codes.ts'
import { EVENTS } from '../protocol/events.ts'
import * as limits from '../protocol/limits.ts'
import { REPLIES } from '../protocol/replies.ts'
import { REQUESTS, type RequestType } from '../protocol/requests.ts'
import { CLOSE_CODES } from '../server/net/close-codes.ts'
import { packageRoot } from '../server/package-root.ts'
import { describedFrames, schemaFields, sorted, tableRows } from './support/protocol-page.ts'

const read = (path: string): string => readFileSync(join(packageRoot, path), 'utf8')
const PROTOCOL = read('docs/protocol.md')
const PAGES = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].concat(
  readdirSync(join(packageRoot, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
)

t.test('the protocol page describes every request and its reply, and no other', async (t) => {
  const described = describedFrames(PROTOCOL, 'Requests')
  t.strictSame(sorted(described.keys()), sorted(Object.keys(REQUESTS)))
  for (const [name, { request, reply }] of described) {
    t.strictSame(request, schemaFields(REQUESTS[name as RequestType]), `${name}: request`)
    t.strictSame(reply, schemaFields(REPLIES[name as RequestType]), `${name}: reply`)
  }
})

t.test('the protocol page describes every event, and no other', async (t) => {
  const described = describedFrames(PROTOCOL, 'Events')
  t.strictSame(sorted(described.keys()), sorted(Object.keys(EVENTS)))
  for (const [name, { request, reply }] of described) {
    t.strictSame(request, [], `${name} is no request`)
    t.strictSame(reply, schemaFields((EVENTS as Record<string, TObject>)[name] as TObject), name)
  }
})

t.test('the protocol page has the fields of every shape', async (t) => {
  for (const [shape, cell] of tableRows(PROTOCOL, 'Names and values')) {
    const listed = sorted(cell.replaceAll('`', '').split(', '))
    const schema = (entities as Record<string, unknown>)[shape] as TObject
    t.strictSame(listed, schemaFields(schema), shape)
  }
  t.equal(tableRows(PROTOCOL, 'Names and values').size, 6)
})

t.test('the protocol page has every error code, goodbye and limit, and no other', async (t) => {
  const codes = (title: string) => sorted(tableRows(PROTOCOL, title).keys())
  t.strictSame(codes('Errors'), sorted(Object.keys(ERROR_CODES)))
  t.strictSame(codes('Goodbyes'), sorted(Object.keys(BYE_CODES)))
  const closes = [...tableRows(PROTOCOL, 'WebSocket')].map(([name, code]) => [name, Number(code)])
  t.strictSame(Object.fromEntries(closes), CLOSE_CODES)
  for (const code of Object.keys(BYE_CODES)) t.ok(code in CLOSE_CODES, code)
  const listed = Object.fromEntries(tableRows(PROTOCOL, 'Limits'))
  const numbers = Object.entries(limits).filter(([, value]) => typeof value === 'number')
  const { PROTOCOL_VERSION, ...expected } = Object.fromEntries(numbers)
  t.equal(PROTOCOL_VERSION, 1)
  t.strictSame(
    Object.fromEntries(Object.entries(listed).map(([name, value]) => [name, Number(value)])),
    expected,
  )
})

t.test('the options of every command are shown as the program has them', async (t) => {
  const readme = read('README.md')
  const page = read('docs/command-line.md')
  for (const [command, table] of Object.entries(OPTION_TABLES)) {
    const rows = markdownTable(table)
    t.ok(page.includes(rows), `docs/command-line.md: the table of "${command}" should be\n${rows}`)
  }
  const rows = markdownTable(OPTION_TABLES['serve'] ?? {})
  t.ok(readme.includes(rows), `README.md: the table of "serve" should be\n${rows}`)
})

t.test('the README is short', async (t) => {
  t.ok(read('README.md').trimEnd().split('\n').length <= 130)
})

t.test('every file that a page names is there', async (t) => {
  for (const page of PAGES) {
    for (const path of namedFiles(read(page))) {
      t.ok(existsSync(join(packageRoot, path)), `${page} names ${path}`)
    }
  }
})

t.test('every link of a page leads somewhere', async (t) => {
  for (const page of PAGES) {
    for (const [, target = ''] of read(page).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue
      const [path = '', anchor] = target.split('#')
      const file = path === '' ? page : join(dirname(page), path)
      t.ok(existsSync(join(packageRoot, file)), `${page} links to ${target}`)
      if (anchor) t.ok(anchorsOf(read(file)).has(anchor), `${page} links to ${target}`)
    }
  }
})

/** Paths in backticks below one of our folders. A path with a placeholder in it, such as `sql/<dialect>`, names none. */
function namedFiles(page: string): string[] {
  const folders = 'bin|client|client-cli|discovery|docs|loadtest|protocol|scripts|server|sql|test'
  const paths = page.matchAll(new RegExp(`\`((?:${folders})/[^\`\\s*<>…]*)\``, 'g'))
  return [...new Set([...paths].map(([, path]) => path as string))]
}

function anchorsOf(page: string): Set<string> {
  const titles = [...page.matchAll(/^#+ (.*)$/gm)].map(([, title]) => title as string)
  return new Set(
    titles.map((title) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}
