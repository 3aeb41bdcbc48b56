import type { Roster } from '../../client/roster.ts'
import { completeLine } from '../terminal/completer.ts'
import type { Key } from './key-reader.ts'
import { type Act, fittingItems, movePanel, type Panel } from './panel.ts'
import { EVERY_COMMAND } from './screen-commands.ts'
import type { Question, ScreenModel } from './screen-model.ts'

/** What keys can do beyond the model. */
export interface KeyActions {
  /** Everything behind a panel's choice. */
  act(act: Act): void
  /** Enter in the input. */
  submit(): void
  /** By pages, or by rows. */
  scroll(by: { pages: number } | { rows: number }): void
  toLatest(): void
  walk(step: -1 | 1): void
  nextUnread(): void
  openFind(): void
  openInbox(): void
  openHelp(): void
  findChanged(panel: Panel): void
  /** In a line below the conversation, for a while. */
  say(text: string): void
  /** Something was typed into the input. */
  typed(): void
  redraw(): void
  /** The shell gets the terminal for a while. */
  stepAside(): void
  focus(hasFocus: boolean): void
  leave(): void
}

const PANEL_PAGE = 10

/** Who gets a key: the question that waits, the panel in front, or the conversation. */
export class ScreenKeys {
  readonly #model: ScreenModel
  readonly #roster: Roster
  readonly #actions: KeyActions

  constructor(model: ScreenModel, roster: Roster, actions: KeyActions) {
    this.#model = model
    this.#roster = roster
    this.#actions = actions
  }

  press(key: Key): void {
    const { question, panel, isSignedIn } = this.#model
    const name = key.kind === 'key' ? key.name : undefined
    if (name === 'focus' || name === 'blur') this.#actions.focus(name === 'focus')
    else if (name === 'ctrl-l') this.#actions.redraw()
    else if (name === 'ctrl-z') this.#actions.stepAside()
    else if (question !== undefined) this.#answer(key, question)
    else if (!isSignedIn) {
      if (name === 'ctrl-c' || name === 'ctrl-d') this.#actions.leave()
    } else if (panel !== undefined) this.#inPanel(key, panel)
    else this.#inConversation(key)
  }

  #answer(key: Key, question: Question): void {
    const { editor } = question
    if (key.kind !== 'key') {
      // An answer is one line, and so a paste is its first one.
      editor.insert(key.text.split(/[\r\n]/)[0] ?? '')
    } else if (key.name === 'enter' || key.name === 'newline') question.answer(editor.text)
    else if (key.name === 'ctrl-c' || key.name === 'ctrl-d') question.answer(undefined)
    else if (key.name === 'escape' && this.#model.isSignedIn) question.answer(undefined)
    else if (key.name !== 'up' && key.name !== 'down') editor.press(key.name)
  }

  #inPanel(key: Key, panel: Panel): void {
    if (key.kind !== 'key') {
      this.#typedInPanel(key.text, panel)
      return
    }
    switch (key.name) {
      case 'escape':
      case 'ctrl-c':
        this.#model.panel = undefined
        break
      case 'up':
      case 'ctrl-p':
        movePanel(panel, -1)
        break
      case 'down':
      case 'ctrl-n':
        movePanel(panel, 1)
        break
      case 'pageup':
        movePanel(panel, -PANEL_PAGE)
        break
      case 'pagedown':
        movePanel(panel, PANEL_PAGE)
        break
      case 'home':
        movePanel(panel, Number.NEGATIVE_INFINITY)
        break
      case 'end':
        movePanel(panel, Number.MAX_SAFE_INTEGER)
        break
      case 'enter':
        this.#choose(panel, 'enter')
        break
      default:
        this.#editQuery(key.name, panel)
    }
  }

  #typedInPanel(text: string, panel: Panel): void {
    if (panel.kind === 'find') {
      this.#setQuery(panel, panel.query + text.replaceAll(/\s/g, ' '))
      return
    }
    for (const letter of text) {
      if (letter === 'q' || letter === '?') this.#model.panel = undefined
      else this.#choose(panel, letter.toLowerCase())
    }
  }

  #editQuery(name: string, panel: Panel): void {
    if (panel.kind !== 'find') return
    if (name === 'backspace') this.#setQuery(panel, [...panel.query].slice(0, -1).join(''))
    else if (name === 'ctrl-u' || name === 'ctrl-w') this.#setQuery(panel, '')
    else if (name === 'ctrl-k') this.#model.panel = undefined
  }

  #setQuery(panel: Panel, query: string): void {
    panel.query = query
    panel.selected = 0
    this.#actions.findChanged(panel)
  }

  #choose(panel: Panel, key: string): void {
    const act = fittingItems(panel)[panel.selected]?.acts[key]
    if (act === undefined) return
    // Of several requests one answers one after the other.
    if (panel.kind !== 'inbox') this.#model.panel = undefined
    this.#actions.act(act)
  }

  #inConversation(key: Key): void {
    const { editor } = this.#model
    if (key.kind !== 'key') {
      if (key.kind === 'text' && editor.isEmpty && (key.text === '?' || key.text === '\uff1f')) {
        this.#actions.openHelp()
        return
      }
      editor.insert(key.kind === 'paste' ? pasted(key.text) : key.text)
      this.#actions.typed()
      return
    }
    const action = this.#action(key.name)
    if (action !== undefined) action()
    else if (editor.press(key.name)) this.#actions.typed()
  }

  #action(name: string): (() => void) | undefined {
    const { editor } = this.#model
    const actions = this.#actions
    switch (name) {
      case 'enter':
        return () => actions.submit()
      case 'pageup':
        return () => actions.scroll({ pages: -1 })
      case 'pagedown':
        return () => actions.scroll({ pages: 1 })
      case 'ctrl-up':
      case 'shift-up':
        return () => actions.scroll({ rows: -1 })
      case 'ctrl-down':
      case 'shift-down':
        return () => actions.scroll({ rows: 1 })
      case 'ctrl-end':
        return () => actions.toLatest()
      case 'end':
        return editor.isEmpty ? () => actions.toLatest() : undefined
      case 'alt-up':
        return () => actions.walk(-1)
      case 'alt-down':
        return () => actions.walk(1)
      case 'ctrl-n':
        return () => actions.nextUnread()
      case 'ctrl-k':
        return () => actions.openFind()
      case 'ctrl-r':
        return () => actions.openInbox()
      case 'ctrl-f':
        return () => actions.act({ kind: 'type', text: '/search ' })
      case 'f1':
        return () => actions.openHelp()
      case 'tab':
        return () => this.#complete()
      case 'escape':
        return () => this.#back()
      case 'ctrl-c':
        return () => (editor.isEmpty ? actions.leave() : editor.clear())
      case 'ctrl-d':
        return editor.isEmpty ? () => actions.leave() : () => editor.press('delete')
      default:
        return undefined
    }
  }

  /** From what is nearest: a remark, an announcement, the history. */
  #back(): void {
    const model = this.#model
    if (model.anchor !== undefined) this.#actions.toLatest()
    else if (model.announcements.length > 0) model.announcements.pop()
    else model.dropRemark()
  }

  #complete(): void {
    const { editor } = this.#model
    if (editor.isEmpty) {
      this.#actions.openFind()
      return
    }
    const before = editor.text.slice(0, editor.cursor)
    const [hits, typed] = completeLine(before, this.#roster, EVERY_COMMAND)
    const common = commonStart(hits)
    if (common.length <= typed.length) {
      if (hits.length > 1) this.#actions.say(hits.join(' '))
      return
    }
    editor.moveTo(editor.cursor - typed.length)
    editor.removeTo(editor.cursor + typed.length)
    editor.insert(hits.length === 1 && !common.endsWith(' ') ? `${common} ` : common)
  }
}

function commonStart(words: readonly string[]): string {
  const [first = '', ...others] = words
  let length = first.length
  for (const word of others) {
    while (!word.toLowerCase().startsWith(first.slice(0, length).toLowerCase())) length -= 1
  }
  return first.slice(0, length)
}

/** Every end of line is a newline, and those at the end of the paste are left out. */
function pasted(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/\n+$/, '')
}
