import { PassThrough } from 'node:stream'
import blessed, { type Program } from 'blessed'
import { paintRow } from '../../terminal/paint.ts'
import type { Palette } from '../../terminal/palette.ts'
import { stepAside } from '../../terminal/step-aside.ts'
import type { Frame, Size } from './frame.ts'
import { type Key, KeyReader } from './key-reader.ts'

/** Where it ends with a lone ESC, what a terminal sends is given so long to go on. */
const SEQUENCE_MS = 40
/** Terminals draw no faster than one can see. */
const FRAME_MS = 50

/**
 * Pastes come in brackets, the window says when it is looked at, a row that is full does not push the others up, and the wheel of a mouse is
 * no arrow key, which would bring back what was entered before.
 */
const MODES_ON = '\x1b[?2004h\x1b[?1004h\x1b[?7l\x1b[?1007s\x1b[?1007l'
const MODES_OFF = '\x1b[?1007r\x1b[?7h\x1b[?1004l\x1b[?2004l\x1b[0m'
/** What is between the two appears at once, where a terminal knows them; others take no notice. */
const FRAME_START = '\x1b[?2026h\x1b[?25l'
const FRAME_END = '\x1b[?2026l'
const SHOW_CURSOR = '\x1b[?25h'

export interface ScreenTerminalOptions {
  input: NodeJS.ReadStream
  output: NodeJS.WriteStream
  /** Its name in the terminfo database. */
  name: string
  /** What the screen is to look like now. */
  render(size: Size): Frame
  palette(): Palette
  onKey(key: Key): void
  /** The terminal is gone. */
  onEnd(): void
}

/**
 * The terminal behind the full screen: keys come in, frames go out, of which only rows that have changed are drawn, at most twenty times a
 * second, and none while the terminal has not taken the last one. blessed knows how this terminal is taken over and given back.
 */
export class ScreenTerminal {
  readonly #options: ScreenTerminalOptions
  readonly #program: Program
  readonly #reader = new KeyReader()
  #drawn: string[] = []
  #cursor = ''
  #drawnAt = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined
  #sequenceTimer: NodeJS.Timeout | undefined
  #isFull = false
  /** The shell has the terminal. */
  #isAside = false
  #isClosed = false

  constructor(options: ScreenTerminalOptions) {
    const { input, output, name } = options
    this.#options = options
    // Keys do not go through blessed: it knows no pastes, and takes characters that come together apart.
    const noKeys = new PassThrough() as unknown as NodeJS.ReadStream
    this.#program = blessed.program({ input: noKeys, output, terminal: name })
    output.on('resize', this.#onResize)
    output.on('drain', this.#onDrain)
    input.on('data', this.#onData)
    input.once('end', this.#onInputEnd)
    this.#takeOver()
    // Whatever ends the program, the shell behind it gets its terminal back.
    process.once('exit', this.#onExit)
  }

  get size(): Size {
    const { columns, rows } = this.#options.output
    return { columns: columns || 80, rows: rows || 24 }
  }

  /** The screen is drawn soon; many changes are one drawing. */
  changed(): void {
    if (this.#isClosed || this.#timer !== undefined) return
    const sinceMs = performance.now() - this.#drawnAt
    this.#timer = setTimeout(() => this.#draw(), Math.max(0, FRAME_MS - sinceMs))
  }

  /** Everything is drawn anew: something else has written on the screen, or the colours are others. */
  redraw(): void {
    this.#drawn = []
    this.#cursor = ''
    this.changed()
  }

  ring(): void {
    if (!this.#isClosed && !this.#isAside) this.#options.output.write('\x07')
  }

  /** Lets the shell have the terminal until it calls this program back. */
  stepAside(): void {
    if (this.#isClosed || this.#isAside) return
    this.#isAside = true
    stepAside(
      () => this.#giveBack(),
      () => {
        this.#isAside = false
        if (this.#isClosed) return
        this.#takeOver()
        this.redraw()
      },
    )
  }

  #takeOver(): void {
    const { input, output } = this.#options
    this.#program.alternateBuffer()
    output.write(MODES_ON)
    input.setRawMode(true)
    input.resume()
  }

  #giveBack(): void {
    const { input, output } = this.#options
    output.write(MODES_OFF)
    this.#program.showCursor()
    this.#program.normalBuffer()
    input.setRawMode(false)
    input.pause()
  }

  /** Leaves the terminal as it was. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    const { input, output } = this.#options
    process.off('exit', this.#onExit)
    clearTimeout(this.#timer)
    clearTimeout(this.#sequenceTimer)
    output.off('resize', this.#onResize)
    output.off('drain', this.#onDrain)
    input.off('data', this.#onData)
    input.off('end', this.#onInputEnd)
    if (!this.#isAside) this.#giveBack()
    this.#program.destroy()
  }

  #draw(): void {
    this.#timer = undefined
    if (this.#isClosed || this.#isFull || this.#isAside) return
    this.#drawnAt = performance.now()
    const frame = this.#options.render(this.size)
    const palette = this.#options.palette()
    const rows = frame.rows.map((spans, y) => paintRow(spans, y, palette))
    const changes = rows.filter((painted, y) => painted !== this.#drawn[y])
    const { cursor } = frame
    const place = cursor ? `\x1b[${cursor.y + 1};${cursor.x + 1}H${SHOW_CURSOR}` : ''
    if (changes.length === 0 && place === this.#cursor) return
    this.#drawn = rows
    this.#cursor = place
    this.#isFull = !this.#options.output.write(FRAME_START + changes.join('') + place + FRAME_END)
  }

  readonly #onExit = (): void => this.close()

  readonly #onDrain = (): void => {
    this.#isFull = false
    this.changed()
  }

  readonly #onResize = (): void => this.redraw()

  readonly #onData = (chunk: Buffer): void => {
    clearTimeout(this.#sequenceTimer)
    for (const key of this.#reader.feed(chunk)) this.#options.onKey(key)
    if (!this.#reader.isWaiting) return
    this.#sequenceTimer = setTimeout(() => {
      for (const key of this.#reader.flush()) this.#options.onKey(key)
    }, SEQUENCE_MS)
  }

  readonly #onInputEnd = (): void => this.#options.onEnd()
}
