/** What a key pressed in the message box is, as far as it matters here. */
export interface Keystroke {
  readonly key: string
  readonly keyCode: number
  readonly isComposing: boolean
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

export type Meaning = 'send' | 'newline' | 'last' | 'leave' | undefined

/** What browsers give every key that an input method takes for itself; Safari says it for the Enter that ends a composition. */
const TAKEN_BY_INPUT_METHOD = 229

/** An input method may have this key for itself: Enter takes over what was composed, and does not send it. */
export function isComposing({ isComposing, keyCode }: Keystroke): boolean {
  return isComposing || keyCode === TAKEN_BY_INPUT_METHOD
}

/** What a key means in the message box; `undefined` leaves it to the browser. */
export function meaningOf(stroke: Keystroke, isEmpty: boolean, ctrlSends: boolean): Meaning {
  if (isComposing(stroke)) return undefined
  const isPlain = !stroke.shiftKey && !stroke.ctrlKey && !stroke.metaKey && !stroke.altKey
  switch (stroke.key) {
    case 'Enter':
      if (stroke.ctrlKey || stroke.metaKey) return 'send'
      if (stroke.altKey) return 'newline'
      return isPlain && !ctrlSends ? 'send' : undefined
    case 'ArrowUp':
      return isPlain && isEmpty ? 'last' : undefined
    case 'Escape':
      return 'leave'
    default:
      return undefined
  }
}
