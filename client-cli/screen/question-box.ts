import { cellsOf, tail } from '../../terminal/cells.ts'
import { clean } from '../../terminal/clean.ts'
import { BOLD, LEAF, row, SOFT, span } from '../../terminal/row.ts'
import { wrap } from '../../terminal/wrap.ts'
import type { Look } from './look.ts'
import { type Box, boxed } from './panel-rows.ts'
import type { ScreenModel } from './screen-model.ts'
import { S } from './screen-texts.ts'

const PADDING = 2
const PROMPT = '› '
const SECRET_SIGN = '•'
const MAX_SECRET_SIGNS = 40

/** The card on which one signs in, and on which a password is asked for later: what was said, the question, and what is typed. */
export function questionBox(
  model: ScreenModel,
  columns: number,
  maxHeight: number,
  look: Look,
): Box {
  const { question } = model
  const { speech } = look
  const inner = columns - 2 * PADDING
  const title = model.isSignedIn ? '' : speech.say('welcome', { server: look.server })
  const hint = speech.of(model.isSignedIn ? S.answerHint : S.signInHint)
  const lines = (text: string): string[] => wrap(clean(text.trimEnd()), inner)
  const said = model.isSignedIn ? [] : model.said.flatMap(lines)
  const asked = question === undefined ? [] : lines(question.text)
  const room = Math.max(0, maxHeight - 2 - asked.length - 3)
  const rows = [
    row(inner),
    ...said.slice(Math.max(0, said.length - room)).map((text) => row(inner, span(text, SOFT))),
    ...(said.length > 0 && question !== undefined ? [row(inner)] : []),
    ...asked.map((text) => row(inner, span(text, BOLD))),
  ]
  if (question === undefined) {
    if (said.length === 0) rows.push(row(inner, span(speech.of(S.connecting), SOFT)))
    return { rows: boxed(title, hint, [...rows, row(inner)], columns) }
  }
  const width = inner - PROMPT.length - 1
  const { text, cursor } = question.editor
  // A secret shows that something was typed, and not how much where that is a lot.
  const shownOf = (typed: string): string =>
    question.isSecret
      ? SECRET_SIGN.repeat(Math.min([...typed].length, MAX_SECRET_SIGNS))
      : clean(typed)
  const before = tail(shownOf(text.slice(0, cursor)), width)
  const typed = row(inner, span(PROMPT, LEAF), span(before + shownOf(text.slice(cursor))))
  return {
    rows: boxed(title, hint, [...rows, typed, row(inner)], columns),
    cursor: { x: PADDING + PROMPT.length + cellsOf(before), y: 1 + rows.length },
  }
}
