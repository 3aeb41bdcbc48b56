import {
  cell,
  columnsOf,
  type Row,
  row,
  SOFT,
  type Span,
  type Style,
  span,
} from '../../../terminal/row.ts'

/** A frame with something in it. `columns` is with the frame; rows inside are two narrower, and a blank at each side. */
export function box(
  title: string,
  inside: readonly (readonly Span[])[],
  keys: string,
  columns: number,
  style: Style,
): Row[] {
  const edge = (left: string, text: string, right: string, textStyle: Style): Row => {
    const room = columns - 6
    const label =
      text === '' ? [] : [span(' ', style), cut(text, room, textStyle), span(' ', style)]
    const line = '─'.repeat(Math.max(0, columns - 3 - columnsOf(label)))
    return row(columns, span(`${left}─`, style), ...label, span(line + right, style))
  }
  return [
    edge('┌', title, '┐', { ...style, bold: true }),
    ...inside.map((spans) => [span('│ ', style), ...row(columns - 4, ...spans), span(' │', style)]),
    edge('└', keys, '┘', SOFT),
  ]
}

function cut(text: string, columns: number, style: Style): Span {
  const whole = span(text, style)
  return whole.columns <= columns ? whole : cell(text, columns, style)
}
