import { PassThrough } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { until } from '../../../client/test/support/listener.ts'
import { choosePalette } from '../../../terminal/palette.ts'
import { row, span } from '../../../terminal/row.ts'
import type { Key } from '../key-reader.ts'
import { ScreenTerminal } from '../screen-terminal.ts'

const COLUMNS = 20

/** A terminal of three rows, whose output is kept, and which may be as slow as a test wants it. */
function terminalOf(test: { teardown(tidy: () => unknown): void }, takes = () => true) {
  const written: string[] = []
  const input = Object.assign(new PassThrough(), { setRawMode: () => undefined, isTTY: true })
  const output = Object.assign(new PassThrough(), { columns: COLUMNS, rows: 3, isTTY: true })
  output.write = (text: unknown) => {
    written.push(String(text))
    return takes()
  }
  const keys: Key[] = []
  const shown = ['one', 'two', 'three']
  const terminal = new ScreenTerminal({
    input: input as unknown as NodeJS.ReadStream,
    output: output as unknown as NodeJS.WriteStream,
    name: 'xterm-256color',
    render: () => ({ rows: shown.map((text) => row(COLUMNS, span(text))), cursor: { x: 3, y: 1 } }),
    palette: () => choosePalette('plain', 4),
    onKey: (key) => keys.push(key),
    onEnd: () => undefined,
  })
  test.teardown(() => terminal.close())
  const frames = (): string[] => written.filter((text) => text.includes('\x1b[?2026h'))
  return { terminal, input, output, written, frames, shown, keys }
}

t.test('only rows that have changed are drawn, and nothing where nothing has', async (t) => {
  const { terminal, frames, shown } = terminalOf(t)
  terminal.changed()
  await until(() => frames().length === 1)
  t.match(frames()[0], /one[\s\S]*two[\s\S]*three[\s\S]*/)
  t.match(frames()[0], '\x1b[2;4H')
  shown[1] = 'TWO'
  terminal.changed()
  await until(() => frames().length === 2)
  t.match(frames()[1], 'TWO')
  t.notMatch(frames()[1], /one|three/)
  terminal.changed()
  shown[2] = 'THREE'
  terminal.redraw()
  await until(() => frames().length === 3)
  t.match(frames()[2], /one[\s\S]*TWO[\s\S]*THREE/)
})

t.test('a hundred changes in a fifth of a second are a few frames', async (t) => {
  const { terminal, frames, shown } = terminalOf(t)
  for (let change = 0; change < 100; change += 1) {
    shown[0] = `no. ${change}`
    terminal.changed()
    await pause(2)
  }
  await until(() => frames().at(-1)?.includes('no. 99') === true)
  t.ok(frames().length <= 8, `${frames().length} frames`)
})

t.test('a terminal that does not take a frame gets no other until it has', async (t) => {
  let takes = true
  const { terminal, output, frames, shown } = terminalOf(t, () => takes)
  takes = false
  terminal.changed()
  await until(() => frames().length === 1)
  shown[0] = 'late'
  terminal.changed()
  await pause(80)
  t.equal(frames().length, 1)
  takes = true
  output.emit('drain')
  await until(() => frames().length === 2)
  t.match(frames()[1], 'late')
})

t.test(
  'a lone ESC becomes a key by itself; a resize draws all anew; the end puts all back',
  async (t) => {
    const { terminal, input, output, written, frames, keys } = terminalOf(t)
    input.write('\x1b')
    await until(() => keys.length === 1)
    t.same(keys, [{ kind: 'key', name: 'escape' }])
    terminal.changed()
    await until(() => frames().length === 1)
    output.emit('resize')
    await until(() => frames().length === 2)
    t.match(frames()[1], /one[\s\S]*three/)
    terminal.close()
    t.match(written.join(''), '\x1b[?7h\x1b[?1004l\x1b[?2004l')
    terminal.changed()
    terminal.ring()
    await pause(60)
    t.equal(frames().length, 2, 'and nothing comes after it')
  },
)
