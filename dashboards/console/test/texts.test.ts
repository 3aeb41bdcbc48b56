import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { packageRoot } from '../../../server/package-root.ts'
import { cellsOf } from '../../../terminal/cells.ts'
import { rowText } from '../../../terminal/row.ts'
import { AdminError } from '../../admin/admin-client.ts'
import { LANGUAGES, speak } from '../texts.ts'

speak('zh')
// Only now: titles of columns are taken when their file is loaded.
const { renderFrame } = await import('../screen/frame.ts')
const { FeedError, reasonText, refusalText } = await import('../reasons.ts')
const { SESSIONS_VIEW } = await import('../views/sessions-view.ts')
const { VIEWS } = await import('../state/console-state.ts')
const { openDialog } = await import('../state/dialog.ts')
const { account, auditEntry, consoleState, list, logLine, room, session } = await import(
  './support/made-up.ts'
)

const FOLDER = join(packageRoot, 'dashboards/console')
const SOURCE = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.includes('test') && !/texts-..\.ts$/.test(file))
  .map((file) => readFileSync(join(FOLDER, file), 'utf8'))
  .join('\n')

/** Every text by its path, functions called with something for each value. */
function leaves(texts: unknown, path = ''): [string, string][] {
  if (typeof texts === 'string') return [[path, texts]]
  if (typeof texts === 'function') {
    const values = Array.from({ length: texts.length }, (_, index) => index + 7)
    return [[path, String(texts(...values))]]
  }
  return Object.entries(texts as object).flatMap(([key, value]) => leaves(value, `${path}.${key}`))
}

t.test('every text is there in both languages, with the same values in it', async (t) => {
  const chinese = new Map(leaves(LANGUAGES.zh))
  const digits = (text: string): string => (text.match(/\d+/g) ?? []).sort().join(' ')
  for (const [path, english] of leaves(LANGUAGES.en)) {
    const text = chinese.get(path)
    t.equal(text === '', english === '', path)
    t.equal(digits(text ?? '?'), digits(english), path)
  }
  t.equal(chinese.size, leaves(LANGUAGES.en).length)
})

const isUsed = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(SOURCE)

t.test('every text is used', async (t) => {
  for (const [group, texts] of Object.entries(LANGUAGES.en)) {
    t.ok(isUsed(group), group)
    // Tables are asked by a key that comes from elsewhere.
    if (['levels', 'poolNames', 'details', 'keys', 'help', 'filter', 'done'].includes(group))
      continue
    if (typeof texts !== 'object') continue
    for (const key of Object.keys(texts)) {
      // `banTitle` is asked for as `${act}Title`.
      t.ok(isUsed(key.replace(/^(un)?(ban|mute)Title$/, 'Title')), `${group}.${key}`)
    }
  }
})

t.test('why there is nothing to see is said in Chinese too', async (t) => {
  const missing = Object.assign(new Error('connect ENOENT'), { code: 'ENOENT' })
  t.equal(reasonText(missing), '这个数据目录上没有服务器在运行。')
  t.equal(reasonText(new FeedError('status', '404')), '应答是 404。')
  t.equal(refusalText(new AdminError('forbidden', 'Not him.')), '不能对这个用户这样做。')
  const strange = new Error('read ECONNRESET')
  t.equal(reasonText(strange), 'read ECONNRESET', 'what is not known is said as it is')
  speak('en')
  t.equal(reasonText(missing), 'There is no server on this data folder.')
  t.equal(refusalText(new AdminError('forbidden', 'Not him.')), 'Not him.')
  speak('zh')
})

t.test('the title of what a list is sorted by has room for its arrow', async (t) => {
  for (const { order, title, columns } of SESSIONS_VIEW.columns) {
    if (order === undefined) continue
    t.ok(cellsOf(`${title} ▴`) <= columns, title)
    const english = LANGUAGES.en.columns[order]
    t.ok(cellsOf(`${english} ▴`) <= columns, english)
  }
})

t.test('in Chinese every row is as wide as the screen', async (t) => {
  for (const view of VIEWS) {
    for (const size of [
      [80, 18],
      [80, 24],
      [160, 48],
    ] as const) {
      const state = consoleState(...size)
      state.view = view
      state.lists = {
        sessions: list([session(1), session(2)]),
        users: list([account('li')]),
        rooms: list([room('dev')]),
        audit: list([auditEntry(1)]),
        log: list([logLine(1, 'ready')]),
      }
      for (const over of ['', 'help', 'dialog']) {
        state.isHelping = over === 'help'
        state.dialog = over === 'dialog' ? openDialog({ type: 'ban', whom: '韩梅梅' }) : undefined
        const rows = renderFrame(state).rows.map(rowText)
        t.strictSame(
          rows.filter((row) => cellsOf(row) !== size[0]),
          [],
          `${view} ${over}`,
        )
      }
    }
  }
  const rows = renderFrame(consoleState()).rows.map(rowText)
  t.match(rows[0], /^ ● 正常 {3}一切正常 .*茶馆 0\.1\.0/)
  t.match(rows[4], '[1 总览] 2 会话  3 用户  4 聊天室  5 日志  6 审计')
})
