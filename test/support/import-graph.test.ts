import t from 'tap'
import { breaches, cycles, importsOf, type Rules, readsEnvironment } from './import-graph.ts'

const RULES: Rules = {
  mayImport: {
    protocol: [],
    server: ['protocol'],
    'server/net': ['protocol'],
    'server/commands': ['protocol', 'server/storage/store.ts'],
  },
  homes: { mysql2: ['server/storage/mysql-driver.ts'] },
}

const check = (from: string, source: string) => breaches(importsOf(from, source), RULES)

t.test('every way to import is seen', async (t) => {
  const source = `
import { a } from './a.ts'
import type { B } from '../b.ts'
import {
  type C,
  d,
} from './c.ts'
import './side-effect.ts'
export { e } from './e.ts'
export * from './f.ts'
const g = await import('./g.ts')
const worker = new URL('./worker.ts', import.meta.url)
import fs from 'node:fs/promises'
import { h } from '@a/b/c'
// import { no } from './comment.ts'
/** import { no } from './block.ts' */
`
  const imports = importsOf('server/x/y.ts', source)
  t.strictSame(
    imports.map(({ to }) => to),
    [
      'server/x/a.ts',
      'server/b.ts',
      'server/x/c.ts',
      'server/x/side-effect.ts',
      'server/x/e.ts',
      'server/x/f.ts',
      'server/x/g.ts',
      'server/x/worker.ts',
      'node:fs',
      '@a/b',
    ],
  )
  t.strictSame(
    imports.filter(({ isType }) => isType).map(({ to }) => to),
    ['server/b.ts'],
  )
})

t.test('an import that the table does not list is named, with both files', async (t) => {
  t.strictSame(check('protocol/leak.ts', "import { x } from '../server/x.ts'"), [
    'protocol/leak.ts must not import server/x.ts: protocol may not',
  ])
  t.strictSame(check('server/commands/send.ts', "import type { C } from '../net/connection.ts'"), [
    'server/commands/send.ts must not import server/net/connection.ts: server/commands may not',
  ])
})

t.test('the longest area counts, and an area may import itself', async (t) => {
  t.strictSame(check('server/net/a.ts', "import { b } from './b.ts'"), [])
  t.equal(check('server/net/a.ts', "import { b } from '../main.ts'").length, 1)
  t.strictSame(check('server/main.ts', "import { b } from './net/b.ts'"), [])
})

t.test('a rule about one file does not open its folder', async (t) => {
  const from = 'server/commands/send.ts'
  t.strictSame(check(from, "import type { Store } from '../storage/store.ts'"), [])
  t.equal(check(from, "import { x } from '../storage/store.ts.x'").length, 1)
  t.equal(check(from, "import { x } from '../storage/sql-store.ts'").length, 1)
})

t.test('a package is loaded at home only; its types may travel', async (t) => {
  const elsewhere = 'server/main.ts'
  t.strictSame(check('server/storage/mysql-driver.ts', "import mysql from 'mysql2/promise'"), [])
  t.strictSame(check(elsewhere, "import mysql from 'mysql2/promise'"), [
    'server/main.ts must not import mysql2: its home is server/storage/mysql-driver.ts',
  ])
  t.equal(check(elsewhere, "const mysql = require('mysql2')").length, 1)
  t.strictSame(check(elsewhere, "import type { Pool } from 'mysql2'"), [])
})

t.test('a file outside every area is reported, a test is free', async (t) => {
  t.match(check('extra/x.ts', "import './y.ts'"), [/belongs to no area/])
  t.strictSame(check('protocol/names.test.ts', "import { x } from '../server/x.ts'"), [])
  t.strictSame(check('client-cli/test/x.ts', "import { x } from '../../server/x.ts'"), [])
})

t.test('a ring of imports is found, with types too, and a diamond is none', async (t) => {
  const ring = [
    ...importsOf('a.ts', "import './b.ts'"),
    ...importsOf('b.ts', "import type { C } from './c.ts'"),
    ...importsOf('c.ts', "import './a.ts'"),
  ]
  t.strictSame(cycles(ring), [['a.ts', 'b.ts', 'c.ts', 'a.ts']])
  const diamond = [
    ...importsOf('a.ts', "import './b.ts'; import './c.ts'"),
    ...importsOf('b.ts', "import './d.ts'"),
    ...importsOf('c.ts', "import './d.ts'"),
  ]
  t.strictSame(cycles(diamond), [])
})

t.test('reading the environment is seen, talking of it is not', async (t) => {
  t.ok(readsEnvironment('const port = process.env.PORT'))
  t.ok(readsEnvironment("import { env } from 'node:process'"))
  t.notOk(readsEnvironment('// process.env is read in bin/'))
})
