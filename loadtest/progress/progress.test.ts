import t from 'tap'
import type { TimelinePoint } from '../report/load-result.ts'
import { exampleResult } from '../test/support/example-result.ts'
import { LivePanel } from './live-panel.ts'
import { PlainProgress } from './plain-progress.ts'
import type { LiveState } from './progress.ts'
import { renderLine, renderPanel } from './render-live.ts'

const ERASE_LINE = '\x1b[2K'
const ERASE_BELOW = '\x1b[J'

const { points } = exampleResult().timeline
const last = points.at(-1) as TimelinePoint

const state = (changes: Partial<LiveState> = {}): LiveState => ({
  title: 'chat · 500 users',
  seconds: 12.4,
  durationSeconds: 30,
  points,
  errors: 0,
  backlogged: 0,
  ...changes,
})

class TestScreen {
  written: string[] = []
  readonly columns: number

  constructor(columns = 80) {
    this.columns = columns
  }

  write(text: string): void {
    this.written.push(text)
  }
}

t.test('the panel fits 80 columns and shows how far it is, the rate, the latencies', async (t) => {
  const lines = renderPanel(state({ errors: 12_345, backlogged: 1_000 }))
  t.equal(lines.length, 4)
  for (const line of lines) t.ok([...line].length <= 80, line)
  t.match(lines[0], /chat · 500 users +█{10}░{14} 12 of 30 s/)
  t.match(lines[1], /msg\/s +2,\d\d\d {2}[▁▂▃▄▅▆▇█]{30}/)
  t.match(lines[2], /p50 +\d\.\d\d ms +p95 +\d\.\d\d ms +p99 +\d+\.\d+ ms/)
  t.match(lines[3], /500 +12,345 errors +1,000 waiting/)
})

t.test('the warm-up says that it is one', async (t) => {
  t.match(renderPanel(state({ seconds: -3.2 }))[0], /warm-up, 4 s to go/)
  t.match(
    renderLine(state({ seconds: -3.2, points: [] })),
    /-3 s \(warm-up\) {2}0 msg\/s {2}p50 +–/,
  )
})

t.test('a line says the same without a terminal', async (t) => {
  t.match(renderLine(state({ errors: 1 })), /^ {2}12 s {2}2,\d{3} msg\/s .* 500 online {2}1 error$/)
})

t.test('the panel draws over itself and is gone at the end', async (t) => {
  const screen = new TestScreen()
  const panel = new LivePanel(screen)
  panel.point(last, state())
  panel.step('reading back')
  panel.end()
  const [first = '', second = '', end = ''] = screen.written
  t.notOk(first.startsWith('\x1b[4A'))
  t.ok(second.startsWith('\x1b[4A\r'), 'back over the four lines')
  t.equal(end, '\x1b[1A\r\x1b[J')
})

t.test('the panel is cut to a narrow terminal and not drawn too often', async (t) => {
  const screen = new TestScreen(20)
  const panel = new LivePanel(screen)
  for (let i = 0; i < 100; i++) panel.point(last, state())
  t.equal(screen.written.length, 1)
  for (const line of (screen.written[0] ?? '').split('\n')) {
    t.ok([...line.replaceAll(ERASE_LINE, '').replaceAll(ERASE_BELOW, '')].length < 20, line)
  }
})

t.test('plain progress writes a line a second, and a step that counts on as rarely', async (t) => {
  const screen = new TestScreen()
  const progress = new PlainProgress(screen)
  for (let i = 0; i < 100; i++) progress.point(last, state())
  for (let i = 0; i < 100; i++) progress.step(`logging in: ${i} of 100 users`)
  progress.step('waiting for the last answers')
  t.equal(screen.written.length, 3)
  t.ok(screen.written.every((line) => line.endsWith('\n') && !line.includes('\x1b')))
})

t.test('a note stays above the panel, and a phase has its name', async (t) => {
  const screen = new TestScreen()
  const panel = new LivePanel(screen)
  panel.step('making users')
  screen.written = []
  panel.note('200 accounts')
  t.equal(screen.written.join(''), `\x1b[1A\r${ERASE_BELOW}200 accounts\n`)
  panel.step('making rooms')
  t.notMatch(screen.written.at(-1), '\x1b[1A', 'the note is not drawn over')
  t.match(renderPanel(state({ phase: 'storm' }))[0], / 12 of 30 s · storm$/)
  t.match(renderLine(state({ phase: 'storm' })), /^ {2}12 s \(storm\) {2}2,/)
})
