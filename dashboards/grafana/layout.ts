import type { Draft, Panel } from './panel.ts'

const COLUMNS = 24

/** A heading and what stands below it, side by side in lines of as many panels as fit. */
export interface Section {
  title: string
  /** Columns of 24 that each panel takes. */
  width: number
  panels: readonly Draft[]
}

/** Gives every panel its place, from top to bottom, and its number. */
export function layOut(sections: readonly Section[]): Panel[] {
  const placed: Panel[] = []
  let y = 0
  for (const { title, width, panels } of sections) {
    placed.push({
      id: placed.length + 1,
      type: 'row',
      title,
      collapsed: false,
      panels: [],
      gridPos: { x: 0, y, w: COLUMNS, h: 1 },
    })
    y += 1
    const perLine = Math.floor(COLUMNS / width)
    for (let i = 0; i < panels.length; i += perLine) {
      const line = panels.slice(i, i + perLine)
      for (const [column, { height, ...panel }] of line.entries()) {
        const gridPos = { x: column * width, y, w: width, h: height }
        placed.push({ id: placed.length + 1, ...panel, gridPos } as Panel)
      }
      y += Math.max(...line.map(({ height }) => height))
    }
  }
  return placed
}
