import { Transform, type TransformCallback } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { harmless } from '../harmless.ts'

const PASTE_START = '\x1b[200~'
const PASTE_END = '\x1b[201~'
/** Makes the terminal put the two marks above around what is pasted. */
export const BRACKETED_PASTE_ON = '\x1b[?2004h'
export const BRACKETED_PASTE_OFF = '\x1b[?2004l'

/** Stands for a newline while a pasted text is one line in the editor; hardly anybody writes this sign itself. */
const NEWLINE_SIGN = '␊'
/** A message is at most 8,000 characters; of a larger paste the rest is dropped. */
const MAX_PASTE = 32_000
const MAX_SECRET = 1_024

const ENTER = '\r\n'
/** Ctrl-C and Ctrl-D. */
const CANCEL = '\x03\x04'
const BACKSPACE = '\x7f\b'
const CTRL_U = '\x15'
/** Arrow keys and their like, and ESC itself. */
const KEY_SEQUENCES = /\u001b(?:\[[\d;]*[ -/]*[@-~]|O.)?/g

/** The text of an edited line: pasted newlines are newlines again. */
export function withNewlines(line: string): string {
  return line.replaceAll(NEWLINE_SIGN, '\n')
}

/**
 * Stands between the keyboard and the line editor, which knows neither multi-line pastes nor passwords. A paste reaches the editor
 * as one harmless line, so that nothing in it acts as a key; while a secret is asked for, keys do not reach the editor at all.
 */
export class KeyFilter extends Transform {
  readonly #decoder = new StringDecoder('utf8')
  readonly #setRaw: (raw: boolean) => void
  #held = ''
  #paste: string | undefined
  #secret: { typed: string[]; answer: (secret: string | undefined) => void } | undefined

  constructor(setRaw: (raw: boolean) => void) {
    super()
    this.#setRaw = setRaw
  }

  /** The line editor asks its input for this. */
  setRawMode(raw: boolean): this {
    this.#setRaw(raw)
    return this
  }

  /** What is typed up to Enter, unseen; `undefined` when it is broken off. */
  readSecret(): Promise<string | undefined> {
    return new Promise((resolve) => {
      this.#secret = { typed: [], answer: resolve }
    })
  }

  /** As if the secret had been broken off. */
  cancelSecret(): void {
    const secret = this.#secret
    this.#secret = undefined
    secret?.answer(undefined)
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let input = this.#held + this.#decoder.write(chunk)
    this.#held = ''
    while (input !== '') input = this.#paste === undefined ? this.#keys(input) : this.#pasted(input)
    done()
  }

  override _flush(done: TransformCallback): void {
    this.cancelSecret()
    done()
  }

  /** Keys up to the start of a paste; what is left. */
  #keys(input: string): string {
    const start = input.indexOf(PASTE_START)
    // A lone ESC is a key that somebody has pressed: it cannot wait for what may follow.
    const kept = start === -1 ? input.length - partialMark(input, PASTE_START, 2) : start
    this.#passKeys(input.slice(0, kept))
    if (start === -1) {
      this.#held = input.slice(kept)
      return ''
    }
    this.#paste = ''
    return input.slice(start + PASTE_START.length)
  }

  #pasted(input: string): string {
    const end = input.indexOf(PASTE_END)
    const kept = end === -1 ? input.length - partialMark(input, PASTE_END, 1) : end
    this.#paste = ((this.#paste ?? '') + input.slice(0, kept)).slice(0, MAX_PASTE)
    if (end === -1) {
      this.#held = input.slice(kept)
      return ''
    }
    const text = harmless(this.#paste).replace(/\n+$/, '')
    this.#paste = undefined
    if (this.#secret) this.#typeSecret(text)
    else if (text !== '') this.push(text.replaceAll('\n', NEWLINE_SIGN))
    return input.slice(end + PASTE_END.length)
  }

  #passKeys(keys: string): void {
    if (keys === '') return
    if (this.#secret === undefined) this.push(keys)
    // They have no meaning in a secret, and must not become letters of it.
    else this.#typeSecret(keys.replace(KEY_SEQUENCES, ''))
  }

  #typeSecret(keys: string): void {
    for (const [index, key] of [...keys].entries()) {
      const secret = this.#secret
      if (secret === undefined) {
        // What was typed behind Enter is for the editor.
        this.push([...keys].slice(index).join(''))
        return
      }
      if (ENTER.includes(key)) this.#endSecret(secret.typed.join(''))
      else if (CANCEL.includes(key)) this.#endSecret(undefined)
      else if (BACKSPACE.includes(key)) secret.typed.pop()
      else if (key === CTRL_U) secret.typed.length = 0
      else if (key >= ' ' && secret.typed.length < MAX_SECRET) secret.typed.push(key)
    }
  }

  #endSecret(secret: string | undefined): void {
    const answer = this.#secret?.answer
    this.#secret = undefined
    answer?.(secret)
  }
}

/** How many characters at the end of the input could be the beginning of the mark, if they are at least so many. */
function partialMark(input: string, mark: string, atLeast: number): number {
  for (let length = Math.min(mark.length - 1, input.length); length >= atLeast; length -= 1) {
    if (input.endsWith(mark.slice(0, length))) return length
  }
  return 0
}
