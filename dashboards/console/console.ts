import { clean } from '../../terminal/clean.ts'
import type { ConsoleOptions } from './console-options.ts'
import { Desk, type Redraw } from './desk/desk.ts'
import { pressKey } from './desk/keys.ts'
import { useMouse } from './desk/mouse.ts'
import type { Feed } from './feed/feed.ts'
import { LiveFeed } from './feed/live-feed.ts'
import { MetricsFeed } from './feed/metrics-feed.ts'
import { Pace } from './pace.ts'
import { reasonText } from './reasons.ts'
import { renderFrame } from './screen/frame.ts'
import { newState } from './state/console-state.ts'
import { TEXTS } from './texts.ts'

const EXIT_OK = 0
const EXIT_NO_SERVER = 69
const EXIT_FAILED = 1
const NO_SERVER = new Set(['ENOENT', 'ECONNREFUSED', 'EACCES', 'EPERM'])
/** Nobody sees more often what the server tells every second. */
const LEAST_FRAME_MS = 250
const TICK_MS = 1_000

/** Runs the console until the operator leaves it. What keeps it from starting is one line, and nothing was drawn. */
export async function runConsole(options: ConsoleOptions): Promise<number> {
  const { errorOutput, server } = options
  const problem = unfit(options)
  if (problem !== undefined) {
    errorOutput.write(`teahouse: ${problem}\n`)
    return EXIT_FAILED
  }
  const feed =
    'metrics' in server
      ? new MetricsFeed(server.metrics)
      : new LiveFeed(server.socket, options.operator)
  try {
    await show(feed, options)
    return EXIT_OK
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    errorOutput.write(`teahouse: ${clean(`${reasonText(error)} (${feed.place})`)}\n`)
    return NO_SERVER.has(code) || 'metrics' in server ? EXIT_NO_SERVER : EXIT_FAILED
  } finally {
    feed.close()
  }
}

/** Why nothing can be drawn here. */
function unfit({ input, output, terminalName }: ConsoleOptions): string | undefined {
  if (!input.isTTY || !output.isTTY) {
    return TEXTS.needsTerminal
  }
  if (terminalName === undefined || terminalName === '' || terminalName === 'dumb') {
    return TEXTS.needsDrawing(terminalName ?? '')
  }
  return undefined
}

async function show(feed: Feed, options: ConsoleOptions): Promise<void> {
  const state = newState(feed.target, feed.asking === undefined)
  let redraw: Redraw = () => {}
  const desk = new Desk(state, feed, (when) => redraw(when))
  await feed.open(desk)
  // Blessed is heavy, and of no use to who cannot reach the server.
  const { Terminal } = await import('./terminal.ts')
  const { input, output, terminalName = '', hasColours } = options
  const terminal = new Terminal({ input, output, name: terminalName, hasColours })
  const pace = new Pace(LEAST_FRAME_MS, () => {
    desk.prepare()
    terminal.draw(renderFrame(state))
  })
  redraw = (when) => pace.ask(when)
  state.columns = terminal.columns
  state.rows = terminal.rows
  const tick = setInterval(() => desk.tick(), TICK_MS)
  try {
    await untilLeft(terminal, desk, pace)
  } finally {
    clearInterval(tick)
    pace.stop()
    terminal.close()
  }
}

type Drawn = import('./terminal.ts').Terminal

/** Resolves when the operator leaves, or their terminal does. */
function untilLeft(terminal: Drawn, desk: Desk, pace: Pace): Promise<void> {
  return new Promise((resolve) => {
    const leave = (): void => {
      process.off('SIGTERM', leave)
      process.off('SIGHUP', leave)
      resolve()
    }
    process.once('SIGTERM', leave)
    process.once('SIGHUP', leave)
    terminal.open({
      key: (key) => {
        if (key.name === 'C-z') return terminal.stepAside(() => pace.ask('now'))
        if (key.name === 'C-l') terminal.forget()
        pressKey(desk, key, leave)
      },
      mouse: (event) => useMouse(desk, event),
      resized: (columns, rows) => {
        Object.assign(desk.state, { columns, rows })
        desk.resized()
      },
      drained: () => pace.ask('soon'),
      gone: leave,
    })
    pace.ask('now')
  })
}
