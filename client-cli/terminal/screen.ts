import { type Completer, createInterface, type Interface } from 'node:readline'
import { BRACKETED_PASTE_OFF, BRACKETED_PASTE_ON, Keyboard, withNewlines } from './keyboard.ts'

export interface ScreenHandlers {
  /** Whether a line that was entered stays on the screen. */
  isKept(line: string): boolean
  onLine(line: string): void
  /** Something was typed into the line, which is now this. */
  onTyping(line: string): void
  /** Ctrl-D, Ctrl-C on an empty line, or the terminal is gone. */
  onLeave(): void
  complete: Completer
}

const CLEAR_DOWN = '\x1b[J'
const KEEP_LINES = 100

/** A field of readline that its types leave out: on which row of the edited line the cursor is. It redraws from there. */
interface WithRows {
  prevRows: number
}

/** A method of terminals that their types leave out: asks for the size now, and emits `resize` when it is another one. */
interface WithRefresh {
  _refreshSize(): void
}

/**
 * The terminal: lines come in above, below is the line that is being typed, and neither tears the other. Editing is readline's; this
 * adds hiding the edited line while something is printed above it, questions, and secrets.
 */
export class Screen {
  readonly #input: NodeJS.ReadStream
  readonly #output: NodeJS.WriteStream & Partial<WithRefresh>
  readonly #handlers: ScreenHandlers
  readonly #keyboard: Keyboard
  readonly #editor: Interface & Partial<WithRows>
  #prompt = ''
  #isShown = false
  #isClosed = false
  #lastAnswer: Promise<string | undefined> = Promise.resolve(undefined)
  #question: { text: string; answer: (line: string | undefined) => void } | undefined

  constructor(input: NodeJS.ReadStream, output: NodeJS.WriteStream, handlers: ScreenHandlers) {
    this.#input = input
    this.#output = output
    this.#handlers = handlers
    this.#keyboard = new Keyboard({
      setRawMode: (raw) => input.setRawMode(raw),
      onText: (text) => this.#type(text),
    })
    // Before the editor's own: it redraws on `resize`, and must know by then where its line begins.
    output.prependListener('resize', this.#onResize)
    this.#editor = createInterface({
      // All that readline asks of its input; its types ask for a whole stream.
      input: this.#keyboard as unknown as NodeJS.ReadableStream,
      output,
      terminal: true,
      historySize: KEEP_LINES,
      removeHistoryDuplicates: true,
      completer: handlers.complete,
    })
    this.#editor.on('line', (line) => this.#onLine(line))
    this.#editor.on('SIGINT', () => this.#onInterrupt())
    this.#editor.on('SIGCONT', () => output.write(BRACKETED_PASTE_ON))
    this.#editor.on('close', () => this.#onEnd())
    this.#keyboard.on('keypress', () => handlers.onTyping(this.#editor.line))
    output.write(BRACKETED_PASTE_ON)
    input.on('data', this.#onData)
    input.once('end', this.#onInputEnd)
  }

  get rows(): number {
    return this.#output.rows || 24
  }

  /** Lines above the one that is being typed. */
  print(text: string): void {
    if (this.#isClosed) return
    const isShown = this.#isShown
    this.#output.cork()
    this.#output.write(`${this.#hidden()}${text}\n`)
    if (isShown) this.#draw()
    this.#output.uncork()
  }

  /** What stands before the typed line; it may have rows of its own above it. From the first time on the line is shown. */
  setPrompt(prompt: string): void {
    if (this.#isClosed || prompt === this.#prompt) return
    this.#output.cork()
    this.#output.write(this.#hidden())
    this.#prompt = prompt
    this.#draw()
    this.#output.uncork()
  }

  /** `undefined` when there is no answer and none will come. */
  async ask(text: string): Promise<string | undefined> {
    return await this.#inTurn(() => this.#ask(text))
  }

  /** The same, but what is typed is neither seen nor kept. */
  async askSecret(text: string): Promise<string | undefined> {
    return await this.#inTurn(() => this.#askSecret(text))
  }

  /** Questions wait for one another: of two at once one would have no answer, and whoever asked it would wait for ever. */
  #inTurn(ask: () => Promise<string | undefined>): Promise<string | undefined> {
    const answer = this.#lastAnswer.then(ask)
    this.#lastAnswer = answer
    return answer
  }

  async #askSecret(text: string): Promise<string | undefined> {
    if (this.#isClosed) return undefined
    // Somebody may be in the middle of a line when the server wants the password again.
    const typed = this.#editor.line
    this.#clearLine()
    void this.#keyboard.readSecret().then((secret) => {
      this.#output.write('\r\n')
      this.#isShown = false
      this.#answer(secret)
    })
    const secret = await this.#ask(text)
    if (!this.#isClosed && typed !== '') this.#editor.write(typed)
    return secret
  }

  /** Leaves the terminal as it was. */
  close(): void {
    if (this.#isClosed) return
    this.#output.write(`${this.#hidden()}${BRACKETED_PASTE_OFF}`)
    this.#isClosed = true
    this.#output.off('resize', this.#onResize)
    this.#editor.close()
    this.#input.off('data', this.#onData)
    this.#input.off('end', this.#onInputEnd)
    this.#input.pause()
  }

  async #ask(text: string): Promise<string | undefined> {
    if (this.#isClosed) return undefined
    const asked = new Promise<string | undefined>((resolve) => {
      this.#question = { text, answer: resolve }
    })
    this.#output.write(this.#hidden())
    this.#draw()
    return await asked
  }

  #answer(line: string | undefined): void {
    const question = this.#question
    this.#question = undefined
    if (this.#prompt !== '' && !this.#isClosed) this.#draw()
    question?.answer(line)
  }

  #type(text: string): void {
    this.#editor.write(text)
    this.#handlers.onTyping(this.#editor.line)
  }

  #onLine(line: string): void {
    this.#isShown = false
    if (this.#question) {
      this.#answer(line)
      return
    }
    if (!this.#handlers.isKept(line)) this.#output.write(this.#up(this.#rowsOf(line) + 1))
    this.#handlers.onLine(withNewlines(line))
    if (!this.#isClosed) this.#draw()
  }

  #onInterrupt(): void {
    if (this.#question) {
      this.#output.write('\r\n')
      this.#isShown = false
      this.#answer(undefined)
    } else if (this.#editor.line !== '') this.#clearLine()
    else this.#handlers.onLeave()
  }

  #onEnd(): void {
    this.#keyboard.cancelSecret()
    this.#answer(undefined)
    if (!this.#isClosed) this.#handlers.onLeave()
  }

  readonly #onData = (chunk: Buffer): void => this.#keyboard.feed(chunk)

  readonly #onInputEnd = (): void => this.#keyboard.end()

  readonly #onResize = (): void => {
    // Terminals wrap lines anew when their width changes, the edited line among them.
    if (this.#isShown) this.#editor.prevRows = this.#editor.getCursorPos().rows
  }

  /** Writes the edited line where the cursor is, at the beginning of a row. */
  #draw(): void {
    this.#editor.setPrompt(this.#question?.text ?? this.#prompt)
    this.#editor.prevRows = 0
    this.#editor.prompt(true)
    this.#isShown = true
  }

  /** What takes the edited line off the screen and leaves the cursor where it began. */
  #hidden(): string {
    if (!this.#isShown) return ''
    // The line may have been wrapped anew already, with the signal that says so still waiting behind what we are doing.
    this.#output._refreshSize?.()
    this.#isShown = false
    return this.#up(this.#editor.getCursorPos().rows)
  }

  #up(rows: number): string {
    return `${rows > 0 ? `\x1b[${rows}A` : ''}\r${CLEAR_DOWN}`
  }

  /** Rows that an entered line has taken beyond the first, as the editor itself counts them: by a prompt that ends with the line. */
  #rowsOf(line: string): number {
    this.#editor.setPrompt(this.#prompt + line)
    const { rows } = this.#editor.getCursorPos()
    this.#editor.setPrompt(this.#prompt)
    return rows
  }

  #clearLine(): void {
    this.#editor.write(null, { ctrl: true, name: 'e' })
    this.#editor.write(null, { ctrl: true, name: 'u' })
  }
}
