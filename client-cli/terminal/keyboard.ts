import { EventEmitter } from 'node:events'
import { StringDecoder } from 'node:string_decoder'
import { harmless } from '../harmless.ts'
import { Secret } from './secret.ts'

/** Makes the terminal put two marks around what is pasted. */
export const BRACKETED_PASTE_ON = '\x1b[?2004h'
export const BRACKETED_PASTE_OFF = '\x1b[?2004l'
const PASTE_START = '\x1b[200~'
const PASTE_END = '\x1b[201~'

/** Stands for a newline while a pasted text is one line in the editor; hardly anybody writes this sign itself. */
const NEWLINE_SIGN = '␊'
/** A message is at most 8,000 characters; of a larger paste the rest is dropped. */
const MAX_PASTE = 32_000

/** A key that is no letter (ESC and what belongs to it, or a control), or letters that came together. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what keys send
const TOKEN = /\x1b(?:\[[\d;]*[ -/]*[@-~]|O.|.)?|[\x00-\x1f\x7f]|[^\x00-\x1f\x7f]+/gsu

/** The text of an edited line: pasted newlines are newlines again. */
export function withNewlines(line: string): string {
  return line.replaceAll(NEWLINE_SIGN, '\n')
}

export interface KeyboardOptions {
  setRawMode(raw: boolean): void
  /** Letters that came together: an input method's word, or a paste as one harmless line. */
  onText(text: string): void
}

/**
 * Stands between the terminal's bytes and the line editor, as the editor's input. The editor knows neither pastes of several lines nor
 * passwords, and it puts letters that come together at the end of the line, wherever the cursor is (Node 20; an input
 * method sends every Chinese word so). Hence keys reach it one at a time, and such letters by `onText`. Everything happens at once, so
 * that nothing changes places with anything.
 */
export class Keyboard extends EventEmitter {
  readonly #options: KeyboardOptions
  readonly #decoder = new StringDecoder('utf8')
  #held = ''
  #paste: string | undefined
  #secret: Secret | undefined

  constructor(options: KeyboardOptions) {
    super()
    this.#options = options
  }

  // What the line editor asks of its input.

  setRawMode(raw: boolean): this {
    this.#options.setRawMode(raw)
    return this
  }

  resume(): this {
    return this
  }

  pause(): this {
    return this
  }

  /** What is typed up to Enter, unseen; `undefined` when it is broken off. */
  readSecret(): Promise<string | undefined> {
    return new Promise((resolve) => {
      this.#secret = new Secret((typed) => {
        this.#secret = undefined
        resolve(typed)
      })
    })
  }

  cancelSecret(): void {
    this.#secret?.cancel()
  }

  feed(chunk: Buffer): void {
    let input = this.#held + this.#decoder.write(chunk)
    this.#held = ''
    while (input !== '') input = this.#paste === undefined ? this.#keys(input) : this.#pasted(input)
  }

  /** The terminal is gone. */
  end(): void {
    this.cancelSecret()
    this.emit('end')
  }

  /** Keys up to the start of a paste; what is left. */
  #keys(input: string): string {
    const start = input.indexOf(PASTE_START)
    // A lone ESC is a key that somebody has pressed: it cannot wait for what may follow.
    const end = start === -1 ? input.length - partialMark(input, PASTE_START, 2) : start
    for (const [token] of input.slice(0, end).matchAll(TOKEN)) this.#press(token)
    if (start === -1) {
      this.#held = input.slice(end)
      return ''
    }
    this.#paste = ''
    return input.slice(start + PASTE_START.length)
  }

  #pasted(input: string): string {
    const mark = input.indexOf(PASTE_END)
    const end = mark === -1 ? input.length - partialMark(input, PASTE_END, 1) : mark
    this.#paste = ((this.#paste ?? '') + input.slice(0, end)).slice(0, MAX_PASTE)
    if (mark === -1) {
      this.#held = input.slice(end)
      return ''
    }
    const text = harmless(this.#paste).replace(/\n+$/, '')
    this.#paste = undefined
    if (this.#secret) this.#secret.press(text)
    else if (text !== '') this.#options.onText(text.replaceAll('\n', NEWLINE_SIGN))
    return input.slice(mark + PASTE_END.length)
  }

  #press(token: string): void {
    if (this.#secret) this.#secret.press(token)
    else if (token >= ' ' && [...token].length > 1) this.#options.onText(token)
    else this.emit('data', token)
  }
}

/** How many characters at the end of the input could be the beginning of the mark, if they are at least so many. */
function partialMark(input: string, mark: string, atLeast: number): number {
  for (let length = Math.min(mark.length - 1, input.length); length >= atLeast; length -= 1) {
    if (input.endsWith(mark.slice(0, length))) return length
  }
  return 0
}
