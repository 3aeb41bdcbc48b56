import { MAX_REASON_LENGTH } from '../../../protocol/admin.ts'
import { MAX_TEXT_LENGTH } from '../../../protocol/limits.ts'
import { TEXTS } from '../texts.ts'
import { type EditedLine, edit, emptyLine, type Key, textOf } from './line-editor.ts'

/** What an operator is about to do, to whom exactly: it was looked up when they pressed the key, whatever the list does meanwhile. */
export type Act =
  | { readonly type: 'kick'; readonly whom: string; readonly session?: number }
  | { readonly type: 'ban' | 'unban' | 'mute' | 'unmute'; readonly whom: string }
  | { readonly type: 'announce'; readonly sessions?: number }

export interface Field {
  readonly name: 'text' | 'for' | 'reason'
  readonly label: string
  readonly hint: string
  readonly line: EditedLine
}

/** A question, with what has to be said about it. */
export interface Dialog {
  readonly act: Act
  readonly fields: readonly Field[]
  readonly focus: number
  readonly problem?: string
}

/** An act as it was decided. `forMs` absent: until it is lifted. */
export interface Decision {
  readonly act: Act
  readonly reason: string
  readonly text: string
  readonly forMs?: number
}

export type DialogOutcome =
  | { readonly dialog: Dialog }
  | { readonly decision: Decision }
  | { readonly left: true }

const MAX_TIME_LENGTH = 8
/** The server takes ten years at most. */
const MAX_FOR_MS = 10 * 365 * 86_400_000
const UNITS_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

export function openDialog(act: Act): Dialog {
  return { act, fields: fieldsOf(act.type), focus: 0 }
}

/** Enter goes from field to field and, in the last one, does it. */
export function dialogKey(dialog: Dialog, key: Key): DialogOutcome {
  const { fields, focus } = dialog
  const move = (by: number): DialogOutcome => ({
    dialog: { ...dialog, focus: (focus + by + fields.length) % fields.length },
  })
  if (key.name === 'escape' || key.name === 'C-c') return { left: true }
  if (key.name === 'tab' || key.name === 'down') return move(1)
  if (key.name === 'S-tab' || key.name === 'up') return move(-1)
  if (key.name === 'enter') return focus < fields.length - 1 ? move(1) : decide(dialog)
  const field = fields[focus]
  const line = field && edit(field.line, key)
  if (field === undefined || line === undefined) return { dialog }
  const { problem, ...rest } = dialog
  return { dialog: { ...rest, fields: fields.with(focus, { ...field, line }) } }
}

function decide(dialog: Dialog): DialogOutcome {
  const { act, fields } = dialog
  const said = (name: Field['name']): string => {
    const field = fields.find((one) => one.name === name)
    return field === undefined ? '' : textOf(field.line).trim()
  }
  const forMs = duration(said('for'))
  const text = said('text')
  const problem = (name: Field['name'], sentence: string): DialogOutcome => {
    const focus = fields.findIndex((one) => one.name === name)
    return { dialog: { ...dialog, focus, problem: sentence } }
  }
  if (forMs === undefined) return problem('for', TEXTS.dialog.badTime)
  if (act.type === 'announce' && text === '') return problem('text', TEXTS.dialog.noText)
  return { decision: { act, reason: said('reason'), text, ...(forMs > 0 ? { forMs } : {}) } }
}

/** 0 for nothing said, undefined for what is no time. */
export function duration(text: string): number | undefined {
  if (text === '') return 0
  const [, digits, unit = ''] = /^(\d{1,6}) ?([smhdw])$/.exec(text) ?? []
  const ms = Number(digits) * (UNITS_MS[unit] ?? Number.NaN)
  return ms > 0 && ms <= MAX_FOR_MS ? ms : undefined
}

function fieldsOf(type: Act['type']): Field[] {
  const { text, forHow, forHint, reason, reasonHint, auditHint } = TEXTS.dialog
  const isRead = type === 'kick' || type === 'ban'
  const why: Field = {
    name: 'reason',
    label: reason,
    hint: isRead ? reasonHint : auditHint,
    line: emptyLine(MAX_REASON_LENGTH),
  }
  if (type === 'announce') {
    return [{ name: 'text', label: text, hint: '', line: emptyLine(MAX_TEXT_LENGTH) }]
  }
  if (type !== 'ban' && type !== 'mute') return [why]
  return [{ name: 'for', label: forHow, hint: forHint, line: emptyLine(MAX_TIME_LENGTH) }, why]
}
