import { StringDecoder } from 'node:string_decoder'
import blessed, { type KeyPress, type MousePress, type Program } from 'blessed'
import { paintRow } from '../../terminal/paint.ts'
import { choosePalette, type Palette } from '../../terminal/palette.ts'
import { stepAside } from '../../terminal/step-aside.ts'
import type { MouseEvent } from './desk/mouse.ts'
import type { Frame } from './screen/frame.ts'
import type { Key } from './state/line-editor.ts'

const AUTO_WRAP_OFF = '\x1b[?7l'
const AUTO_WRAP_ON = '\x1b[?7h'
/** Presses and the wheel, in decimal numbers: columns beyond 223 too. */
const MOUSE_ON = '\x1b[?1000h\x1b[?1006h'
const MOUSE_OFF = '\x1b[?1006l\x1b[?1000l'
const PASTE_MARKS_ON = '\x1b[?2004h'
const PASTE_MARKS_OFF = '\x1b[?2004l'
const PASTE_START = '\x1b[200~'
const PASTE_END = '\x1b[201~'
const HIDE_CURSOR = '\x1b[?25l'
const SHOW_CURSOR = '\x1b[?25h'
const CLEAR = '\x1b[2J'

export interface TerminalOptions {
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
  /** Its name in the terminfo database. */
  readonly name: string
  readonly hasColours: boolean
}

export interface TerminalHost {
  key(key: Key): void
  mouse(event: MouseEvent): void
  resized(columns: number, rows: number): void
  /** It has taken what was written, and can be drawn on again. */
  drained(): void
  gone(): void
}

/**
 * The terminal, by way of blessed's program: keys, mouse, size, and the way in and out of the full screen. Its widgets are not used: their
 * widths of characters are those of 2013, and emoji break the frames that they draw. Rows are painted whole, and only those that have changed.
 */
export class Terminal {
  readonly #program: Program
  readonly #options: TerminalOptions
  /** The 16 colours that every terminal has, in the tones that its owner chose. */
  readonly #palette: Palette
  readonly #decoder = new StringDecoder('utf8')
  /** What stands in each row. */
  #painted: string[] = []
  #cursor = ''
  /** A paste that is not complete yet; its newlines are no Enter. */
  #paste: string | undefined
  #isPasteChunk = false
  #isOpen = false
  #isClosed = false

  constructor(options: TerminalOptions) {
    this.#options = options
    const { input, output, name, hasColours } = options
    this.#palette = choosePalette('plain', hasColours ? 4 : 1)
    this.#program = blessed.program({ input, output, terminal: name })
  }

  get columns(): number {
    return this.#program.cols
  }

  get rows(): number {
    return this.#program.rows
  }

  open(host: TerminalHost): void {
    const program = this.#program
    this.#takeOver()
    // It reports the bytes before the keys that it finds in them.
    program.on('data', (bytes) => this.#heard(bytes, host))
    program.on('keypress', (text, key) => {
      if (!this.#isPasteChunk) pressed(text, key, host)
    })
    program.on('mouse', (event) => moused(event, host))
    program.on('resize', () => {
      this.forget()
      host.resized(program.cols, program.rows)
    })
    const { input, output } = this.#options
    output.on('drain', () => host.drained())
    output.on('error', () => host.gone())
    input.on('error', () => host.gone())
    input.on('end', () => host.gone())
  }

  /** False: it has not taken the last frame yet, and this one was left out. */
  draw({ rows, cursor }: Frame): boolean {
    if (!this.#isOpen || this.#options.output.writableNeedDrain) return false
    let changes = ''
    const painted = rows.map((row, y) => paintRow(row, y, this.#palette))
    for (const [y, paint] of painted.entries()) {
      if (paint !== this.#painted[y]) changes += paint
    }
    this.#painted = painted
    const place =
      cursor === undefined ? '' : `\x1b[${cursor.row + 1};${cursor.column + 1}H${SHOW_CURSOR}`
    if (changes !== '' || place !== this.#cursor) {
      this.#cursor = place
      this.#program.write(HIDE_CURSOR + changes + place)
    }
    return true
  }

  /** The next frame is drawn whole. */
  forget(): void {
    this.#painted = []
    this.#cursor = ''
    if (this.#isOpen) this.#program.write(CLEAR)
  }

  /** The terminal as it was. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    if (this.#isOpen) this.#giveBack()
    this.#program.destroy()
  }

  /** Lets the shell have the terminal until it calls this program back, and draws everything anew then. */
  stepAside(done: () => void): void {
    if (!this.#isOpen) return
    const { input } = this.#options
    stepAside(
      () => {
        this.#giveBack()
        input.setRawMode(false)
        input.pause()
      },
      () => {
        if (this.#isClosed) return
        input.setRawMode(true)
        input.resume()
        this.#takeOver()
        this.forget()
        done()
      },
    )
  }

  #takeOver(): void {
    this.#isOpen = true
    this.#program.alternateBuffer()
    this.#program.write(AUTO_WRAP_OFF + MOUSE_ON + PASTE_MARKS_ON + HIDE_CURSOR + CLEAR)
  }

  #giveBack(): void {
    this.#isOpen = false
    this.#program.write(PASTE_MARKS_OFF + MOUSE_OFF + AUTO_WRAP_ON + SHOW_CURSOR)
    this.#program.normalBuffer()
  }

  #heard(bytes: Buffer, host: TerminalHost): void {
    const text = this.#decoder.write(bytes)
    const start = text.indexOf(PASTE_START)
    this.#isPasteChunk = this.#paste !== undefined || start >= 0
    if (!this.#isPasteChunk) return
    this.#paste =
      this.#paste === undefined ? text.slice(start + PASTE_START.length) : this.#paste + text
    const end = this.#paste.indexOf(PASTE_END)
    if (end < 0) return
    const pasted = this.#paste.slice(0, end).replace(/[\r\n]+/g, ' ')
    this.#paste = undefined
    host.key({ name: 'paste', text: pasted })
  }
}

function pressed(text: string | undefined, key: KeyPress, host: TerminalHost): void {
  // Enter is told twice, under two names.
  if (key.name === 'return') return
  const { sequence = '', meta = false, name = '' } = key
  // Esc and a key that came together, as over a slow line, look like Alt with it, which means nothing here.
  if (meta && (sequence.startsWith('\x1b\x1b') || name.length === 1)) {
    host.key({ name: 'escape' })
    const letter = name.length === 1 ? sequence.slice(1) : undefined
    return pressed(letter, { ...key, meta: false, full: key.full.replace('M-', '') }, host)
  }
  const isText = text !== undefined && text >= ' ' && text !== '\x7f' && !key.ctrl && !meta
  // A capital is the letter that it types, not `S-l`.
  const full = isText && text !== ' ' ? text : key.full
  host.key(isText ? { name: full, text } : { name: full })
}

const MOUSE_KINDS: Readonly<Record<string, MouseEvent['kind']>> = {
  mousedown: 'click',
  wheelup: 'up',
  wheeldown: 'down',
}

function moused({ action, x, y }: MousePress, host: TerminalHost): void {
  const kind = MOUSE_KINDS[action]
  if (kind !== undefined) host.mouse({ kind, column: x, row: y })
}
