/** What one types: a text of one or several lines, and where the cursor stands in it. */
export interface Draft {
  readonly text: string
  /** An index into the text, never inside of what a reader takes for one character. */
  readonly cursor: number
  /** What stood there before, and stands there again when this was entered or given up. */
  readonly aside?: Draft | undefined
}

const NOTHING: Draft = { text: '', cursor: 0 }
const MAX_LENGTH = 32_000
const KEEP_LINES = 200
/** What is one character for a reader is hardly ever longer. */
const LOOK_AROUND = 64

const segmenter = new Intl.Segmenter()

/** An input line: moves by whole characters, remembers what was entered, and lets one come back to it. */
export class LineEditor {
  #text = ''
  #cursor = 0
  readonly #entered: string[] = []
  /** Where one is among the entered lines; at their end stands what is being typed. */
  #place = 0
  #unfinished = ''
  #aside: Draft | undefined

  get text(): string {
    return this.#text
  }

  get cursor(): number {
    return this.#cursor
  }

  get isEmpty(): boolean {
    return this.#text === ''
  }

  /** What is being typed, to be put back with `restore`. */
  get draft(): Draft {
    const aside = this.#aside
    if (this.isEmpty && aside !== undefined) return aside
    return { text: this.#text, cursor: this.#cursor, aside }
  }

  restore(draft: Draft = NOTHING): void {
    this.#text = draft.text
    this.#cursor = draft.cursor
    this.#aside = draft.aside
    this.#place = this.#entered.length
  }

  /** A line for now, such as the beginning of a command. What was being written comes back after it. */
  insteadOf(text: string): void {
    const before = this.#aside ?? (this.#text.trim() === '' ? undefined : this.draft)
    this.restore({ text, cursor: text.length, aside: before })
  }

  /** Gives up what is being typed. */
  clear(): void {
    this.restore(this.#aside)
  }

  insert(text: string): void {
    const room = MAX_LENGTH - this.#text.length
    const fitting = text.slice(0, Math.max(0, room)).toWellFormed()
    this.#text = this.#text.slice(0, this.#cursor) + fitting + this.#text.slice(this.#cursor)
    this.#cursor += fitting.length
  }

  /** Takes the text away, as Enter does, and remembers it. */
  enter(): string {
    const text = this.#text
    if (text.trim() !== '' && this.#entered.at(-1) !== text) this.#entered.push(text)
    if (this.#entered.length > KEEP_LINES) this.#entered.shift()
    this.clear()
    return text
  }

  /** Carries out an editing key; false when it is none. */
  press(name: string): boolean {
    const action = ACTIONS[name]
    if (action === undefined) return false
    action(this)
    return true
  }

  moveTo(index: number): void {
    this.#cursor = Math.min(Math.max(0, index), this.#text.length)
  }

  /** Removes what is between the cursor and another place. */
  removeTo(index: number): void {
    const [from, to] = [Math.min(index, this.#cursor), Math.max(index, this.#cursor)]
    this.#text = this.#text.slice(0, from) + this.#text.slice(to)
    this.#cursor = from
  }

  get before(): number {
    const from = Math.max(0, this.#cursor - LOOK_AROUND)
    let last = from
    for (const { index } of segmenter.segment(this.#text.slice(from, this.#cursor))) {
      last = from + index
    }
    return last
  }

  get after(): number {
    const [first] = segmenter.segment(this.#text.slice(this.#cursor, this.#cursor + LOOK_AROUND))
    return this.#cursor + (first?.segment.length ?? 0)
  }

  get wordBefore(): number {
    return this.#cursor - (/\S*\s*$/u.exec(this.#text.slice(0, this.#cursor))?.[0].length ?? 0)
  }

  get wordAfter(): number {
    return this.#cursor + (/^\s*\S*/u.exec(this.#text.slice(this.#cursor))?.[0].length ?? 0)
  }

  get lineStart(): number {
    return this.#text.lastIndexOf('\n', this.#cursor - 1) + 1
  }

  get lineEnd(): number {
    const end = this.#text.indexOf('\n', this.#cursor)
    return end === -1 ? this.#text.length : end
  }

  /** A line up or down, and beyond the first and the last one to what was entered before. */
  vertical(step: -1 | 1): void {
    const column = this.#cursor - this.lineStart
    const edge = step === -1 ? this.lineStart - 1 : this.lineEnd + 1
    if (edge < 0 || edge > this.#text.length) {
      this.#recall(step)
      return
    }
    this.#cursor = edge
    const [start, end] = [this.lineStart, this.lineEnd]
    this.#cursor = Math.min(start + column, end)
    // The same column may lie in the middle of a character there.
    if (this.#cursor > start && this.#cursor < end) {
      const before = this.before
      this.#cursor = this.#wholeAt(before)
    }
  }

  /** The end of the character that begins at `index`, if the cursor is behind or inside of it. */
  #wholeAt(index: number): number {
    const [first] = segmenter.segment(this.#text.slice(index, index + LOOK_AROUND))
    const end = index + (first?.segment.length ?? 0)
    return end > this.#cursor ? index : end
  }

  #recall(step: -1 | 1): void {
    const place = this.#place + step
    if (place < 0 || place > this.#entered.length) return
    if (this.#place === this.#entered.length) this.#unfinished = this.#text
    this.#place = place
    this.#text = this.#entered[place] ?? this.#unfinished
    this.#cursor = this.#text.length
  }
}

const ACTIONS: Readonly<Record<string, (editor: LineEditor) => void>> = {
  left: (editor) => editor.moveTo(editor.before),
  right: (editor) => editor.moveTo(editor.after),
  'ctrl-b': (editor) => editor.moveTo(editor.before),
  'ctrl-left': (editor) => editor.moveTo(editor.wordBefore),
  'ctrl-right': (editor) => editor.moveTo(editor.wordAfter),
  'alt-b': (editor) => editor.moveTo(editor.wordBefore),
  'alt-f': (editor) => editor.moveTo(editor.wordAfter),
  home: (editor) => editor.moveTo(editor.lineStart),
  end: (editor) => editor.moveTo(editor.lineEnd),
  'ctrl-a': (editor) => editor.moveTo(editor.lineStart),
  'ctrl-e': (editor) => editor.moveTo(editor.lineEnd),
  up: (editor) => editor.vertical(-1),
  down: (editor) => editor.vertical(1),
  backspace: (editor) => editor.removeTo(editor.before),
  delete: (editor) => editor.removeTo(editor.after),
  'ctrl-w': (editor) => editor.removeTo(editor.wordBefore),
  'alt-backspace': (editor) => editor.removeTo(editor.wordBefore),
  'ctrl-u': (editor) => editor.removeTo(editor.lineStart),
  'alt-enter': (editor) => editor.insert('\n'),
  newline: (editor) => editor.insert('\n'),
}
