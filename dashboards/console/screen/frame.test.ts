import t from 'tap'
import { cellsOf } from '../../../terminal/cells.ts'
import { paintRow } from '../../../terminal/paint.ts'
import { choosePalette } from '../../../terminal/palette.ts'
import { rowText } from '../../../terminal/row.ts'
import { type ConsoleState, VIEWS } from '../state/console-state.ts'
import { openDialog } from '../state/dialog.ts'
import { anyText, HARMFUL, HOSTILE, seeded } from '../test/support/hostile.ts'
import {
  account,
  auditEntry,
  consoleState,
  list,
  logLine,
  room,
  session,
  stats,
} from '../test/support/made-up.ts'
import { type Frame, renderFrame } from './frame.ts'

const texts = (frame: Frame): string[] => frame.rows.map(rowText)
const textOf = (state: ConsoleState): string => texts(renderFrame(state)).join('\n')

t.test('a server that is well says so in its first line', async (t) => {
  const rows = texts(renderFrame(consoleState()))
  t.match(rows[0], /^ ● well {3}all is well .*Teahouse 0\.1\.0 .*0\.0\.0\.0:7700/)
  t.match(rows[1], /online {6}412 ▇*█+ messages\/s {2}1,204 █+ commit p99 2\.1 ms /)
  t.match(rows[2], /sessions {4}530 .* journal {9}0 ▁+ loop p99 {3}3\.4 ms/)
  t.match(rows[3], /write ██░░ +read ░░░░ +logins ████\+12 +memory 148 MB CPU 0\.42/)
  t.match(rows[4], '[1 Overview] 2 Sessions  3 Users  4 Rooms  5 Log  6 Audit')
})

t.test('what is strained is said in words, above and beside the figure', async (t) => {
  const slow = stats({ commitMs: { p50: 20, p99: 412 }, journalDepth: 20_000 })
  const rows = texts(renderFrame(consoleState(120, 24, slow)))
  t.match(rows[0], /^ ✖ broken {3}20,000 messages wait for their commit, commits take 412 ms/)
  t.match(rows[1], /commit p99 412 ms strained/)
  t.match(rows[2], /journal {4}20,000 broken/)
})

t.test('a lost connection, no database and silence are down', async (t) => {
  const lost = consoleState()
  lost.lost = 'The server has closed the admin socket.'
  t.match(textOf(lost), '✖ down   The server has closed the admin socket. Trying again')
  t.match(
    textOf(consoleState(80, 24, stats({ databaseUp: false }))),
    '✖ down   the database is away',
  )
  const silent = consoleState()
  silent.now += 7_000
  t.match(textOf(silent), '✖ down   no answer for 7 s')
})

t.test('a figure that is not known is a dash, and its view says what it needs', async (t) => {
  const state = {
    ...consoleState(80, 24),
    isReadOnly: true,
    figures: { at: Date.now(), sessions: 7 },
  }
  state.now = state.figures.at
  const rows = texts(renderFrame(state))
  t.match(rows[1], /online {8}– /)
  t.match(rows[2], /sessions {6}7 /)
  t.match(textOf({ ...state, view: 'users' }), 'This view needs the admin socket')
})

t.test('columns stand under each other, whatever the names', async (t) => {
  const names = [
    'li',
    '韩梅梅',
    '👍👨‍👩‍👧',
    '\x1b[31mred',
    'x'.repeat(60),
    '字'.repeat(60),
    'a\u202eb',
  ]
  const state = consoleState()
  state.view = 'sessions'
  state.lists.sessions = list(names.map((user, index) => session(index, { user })))
  const rows = texts(renderFrame(state)).slice(6, 6 + names.length)
  const columns = rows.map((row) => cellsOf(row.slice(0, row.indexOf('192.168.1.7'))))
  t.equal(new Set(columns).size, 1)
  t.match(rows[3], '·[31mred')
})

t.test('who is chosen is marked by a sign, not by colour alone', async (t) => {
  const state = consoleState()
  state.view = 'sessions'
  state.lists.sessions = list([session(1), session(2)], 1)
  const [, second = ''] = texts(renderFrame(state)).slice(6)
  t.match(second, /^›user-2/)
  const row = renderFrame(state).rows[7] ?? []
  t.notMatch(paintRow(row, 7, choosePalette('plain', 1)), /\[[0-9;]*3[0-7]m/, 'NO_COLOR')
})

t.test('a question stands over the list, with the cursor where one types', async (t) => {
  const state = consoleState()
  state.view = 'users'
  state.lists.users = list([account('li')])
  state.dialog = openDialog({ type: 'ban', whom: '韩梅梅\x1b[2J' })
  const frame = renderFrame(state)
  const rows = texts(frame)
  const top = rows.findIndex((row) => row.includes('┌─ Ban 韩梅梅·[2J? ─'))
  t.ok(top > 5)
  const { row = 0, column = 0 } = frame.cursor ?? {}
  t.match(rows[row]?.slice(0, column), /│ for +$/)
})

t.test('a screen that is too small says what it needs', async (t) => {
  t.match(texts(renderFrame(consoleState(60, 24))).join(' '), /needs 80 × 18 characters/)
  t.strictSame(texts(renderFrame(consoleState(1, 1))).length, 1)
  t.strictSame(texts(renderFrame(consoleState(0, 0))), [])
})

const SIZES = [
  [80, 18],
  [80, 24],
  [81, 23],
  [100, 30],
  [160, 48],
  [333, 80],
  [40, 10],
] as const

/** Everything on the screen that somebody else wrote. */
function hostileState(columns: number, rows: number, random: () => number): ConsoleState {
  const any = (): string => anyText(random)
  const state = consoleState(columns, rows, stats({ version: any(), addresses: [any()] }))
  const numbers = Array.from({ length: 60 }, (_, index) => index)
  state.lists = {
    sessions: list(
      numbers.map((one) =>
        session(one, { user: any(), address: any(), device: any(), lagging: true }),
      ),
      Math.floor(random() * 10),
    ),
    users: list(numbers.map((one) => account(`${one}${any()}`, { nickname: any() }))),
    rooms: list(numbers.map(() => room(any(), { topic: any(), owner: any() }))),
    audit: list(
      numbers.map((one) => auditEntry(one, { reason: any(), target: any(), operator: any() })),
    ),
    log: list(numbers.map((one) => logLine(one, any()))),
  }
  state.warnings = [logLine(1, any()), logLine(2, any())]
  if (random() < 0.3) state.lost = any()
  if (random() < 0.3) state.message = { text: any(), isProblem: true, until: Number.MAX_VALUE }
  const over = Math.floor(random() * 5)
  if (over === 0) state.isHelping = true
  if (over === 1) state.dialog = openDialog({ type: 'mute', whom: any() })
  if (over === 2) state.details = { title: any(), pairs: [{ name: any(), value: any() }], top: 0 }
  if (over === 3) {
    state.isFiltering = true
    const line = { before: any(), after: any(), max: 60 }
    state.filters = { sessions: line, users: line, rooms: line, log: line, audit: line }
  }
  return state
}

t.test(
  'whatever anybody writes: every row is as wide as the screen, and drives no terminal',
  async (t) => {
    const random = seeded(42)
    for (let round = 0; round < 40; round += 1) {
      for (const [columns, rows] of SIZES) {
        const state = hostileState(columns, rows, random)
        state.view = VIEWS[round % VIEWS.length] ?? 'overview'
        const frame = renderFrame(state)
        if (frame.rows.length !== rows) t.fail(`${frame.rows.length} rows instead of ${rows}`)
        for (const [y, one] of frame.rows.entries()) {
          const text = rowText(one)
          const where = `${columns}×${rows} ${state.view} row ${y}: ${JSON.stringify(text)}`
          if (HARMFUL.test(text)) t.fail(`harmful: ${where}`)
          if (cellsOf(text) !== columns) t.fail(`${cellsOf(text)} wide: ${where}`)
          for (const span of one) {
            if (cellsOf(span.text) !== span.columns) t.fail(`a piece of another width: ${where}`)
          }
        }
        const { cursor } = frame
        if (cursor && (cursor.column >= columns || cursor.row >= rows))
          t.fail('the cursor is outside')
      }
    }
    t.pass(`${HOSTILE.length} kinds of hostility`)
  },
)
