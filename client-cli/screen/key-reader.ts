import { StringDecoder } from 'node:string_decoder'

/** What somebody did at the keyboard: letters that came together, a paste, or a key by its name (`enter`, `alt-up`, `ctrl-n`). */
export type Key =
  | { kind: 'text'; text: string }
  | { kind: 'paste'; text: string }
  | { kind: 'key'; name: string }

const ESCAPE = '\x1b'
const PASTE_END = '\x1b[201~'
/** A message is at most 8,000 characters; of a larger paste the rest is dropped. */
const MAX_PASTE = 32_000
/** Nothing that a key sends is as long: what is longer is no sequence. */
const MAX_SEQUENCE = 32

/** ESC and what belongs to it, a control, or letters that came together. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what keys send
const TOKEN = /\x1b\x1b?(?:\[[\d;<=>?]*[ -/]*[@-~]|O.|.)?|[\x00-\x1f\x7f]|[^\x00-\x1f\x7f]+/gsu
/** A sequence whose end has not come yet. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what keys send
const UNFINISHED = /\x1b\x1b?(?:\[[\d;<=>?]*[ -/]*|O)?$/u

/** Names by the last letter of a sequence … */
const BY_LETTER: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  P: 'f1',
  Z: 'shift-tab',
  I: 'focus',
  O: 'blur',
}
/** … and by its number, where it ends with ~. */
const BY_NUMBER: Readonly<Record<string, string>> = {
  1: 'home',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  11: 'f1',
  200: 'paste',
}
const MODIFIERS: Readonly<Record<string, string>> = { 2: 'shift-', 3: 'alt-', 5: 'ctrl-' }
/** Keys that mean something together with Alt. */
const WITH_ALT: ReadonlySet<string> = new Set(['b', 'f', '\r', '\n', '\x7f', '\b'])
const CONTROLS: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'newline',
  '\t': 'tab',
  '\x7f': 'backspace',
  '\b': 'backspace',
  '\x1b': 'escape',
  '\x1f': 'ctrl-_',
}

/**
 * The bytes of a terminal as keys. Characters may come in pieces, sequences too: whoever feeds calls `flush` when nothing more has come for a
 * moment, for only then a lone ESC is the key of that name.
 */
export class KeyReader {
  readonly #decoder = new StringDecoder('utf8')
  #held = ''
  #paste: string | undefined

  /** Whether something waits for the rest of it, or for `flush`. A paste waits for its end however long it takes. */
  get isWaiting(): boolean {
    return this.#held !== '' && this.#paste === undefined
  }

  feed(chunk: Uint8Array): Key[] {
    const keys: Key[] = []
    let input = this.#held + this.#decoder.write(chunk as Buffer)
    this.#held = ''
    while (input !== '') {
      input = this.#paste === undefined ? this.#keys(input, keys) : this.#pasted(input, keys)
    }
    return keys
  }

  flush(): Key[] {
    const held = this.#held
    this.#held = ''
    return held.startsWith(ESCAPE) ? [{ kind: 'key', name: 'escape' }] : []
  }

  /** Keys up to the start of a paste; what is left of the input. */
  #keys(input: string, keys: Key[]): string {
    const unfinished = UNFINISHED.exec(input)
    const isHeld = unfinished !== null && unfinished[0].length < MAX_SEQUENCE
    const end = isHeld ? unfinished.index : input.length
    for (const match of input.slice(0, end).matchAll(TOKEN)) {
      for (const key of keysOf(match[0])) {
        if (key.kind === 'key' && key.name === 'paste') {
          this.#paste = ''
          return input.slice(match.index + match[0].length)
        }
        keys.push(key)
      }
    }
    this.#held = input.slice(end)
    return ''
  }

  #pasted(input: string, keys: Key[]): string {
    const mark = input.indexOf(PASTE_END)
    const end = mark === -1 ? input.length - partialEnd(input) : mark
    const paste = ((this.#paste ?? '') + input.slice(0, end)).slice(0, MAX_PASTE)
    this.#paste = paste
    if (mark === -1) {
      this.#held = input.slice(end)
      return ''
    }
    this.#paste = undefined
    if (paste !== '') keys.push({ kind: 'paste', text: paste.toWellFormed() })
    return input.slice(mark + PASTE_END.length)
  }
}

function keysOf(token: string): Key[] {
  if (token.startsWith(ESCAPE)) {
    const rest = token.slice(1)
    // Alt with that key is nobody's here, so somebody has pressed Esc and typed on.
    if ([...rest].length === 1 && !WITH_ALT.has(rest)) {
      return [{ kind: 'key', name: 'escape' }, ...keysOf(rest)]
    }
    const key = sequenceKey(rest)
    return key === undefined ? [] : [key]
  }
  const control = CONTROLS[token]
  if (control !== undefined) return [{ kind: 'key', name: control }]
  if (token >= ' ') return [{ kind: 'text', text: token }]
  return [{ kind: 'key', name: `ctrl-${String.fromCharCode(token.charCodeAt(0) + 0x60)}` }]
}

/** What stands behind an ESC: a sequence, a sequence behind another ESC (Alt in some terminals), or a key pressed with Alt. */
function sequenceKey(rest: string): Key | undefined {
  if (rest.length > 1 && rest.startsWith(ESCAPE)) {
    const key = sequenceKey(rest.slice(1))
    return key?.kind === 'key' ? { kind: 'key', name: `alt-${key.name}` } : key
  }
  const [, introducer, parameters = '', last = ''] = /^([[O])([^@-~]*)(.)$/su.exec(rest) ?? []
  if (introducer === undefined) {
    const control = rest === '' ? 'escape' : CONTROLS[rest]
    return { kind: 'key', name: control === 'escape' ? control : `alt-${control ?? rest}` }
  }
  const [number = '', modifier = ''] = parameters.split(';')
  const name = last === '~' ? BY_NUMBER[number] : BY_LETTER[last]
  return name === undefined
    ? undefined
    : { kind: 'key', name: `${MODIFIERS[modifier] ?? ''}${name}` }
}

/** How many characters at the end could be the beginning of the end of a paste. */
function partialEnd(input: string): number {
  for (let length = Math.min(PASTE_END.length - 1, input.length); length > 0; length -= 1) {
    if (input.endsWith(PASTE_END.slice(0, length))) return length
  }
  return 0
}
