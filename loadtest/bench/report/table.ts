/** Something to be read in rows, on a terminal or in a Markdown page. */
export interface Table {
  readonly title: string
  /** The first column names the row; figures stand to the right. */
  readonly columns: readonly string[]
  readonly groups: readonly TableGroup[]
  /** What a reader must know to read it right. */
  readonly notes: readonly string[]
}

export interface TableGroup {
  /** Empty where a table has one group. */
  readonly title: string
  readonly rows: readonly TableRow[]
}

/** A name and its figures, or a name and why there are none. */
export type TableRow = readonly [name: string, figures: readonly string[] | string]

const GAP = '  '
const INDENT = '  '

/** For a terminal: one heading above all groups. */
export function renderText({ title, columns, groups, notes }: Table): string {
  const rows = groups.flatMap((group) => group.rows)
  const [first = '', ...headings] = columns
  const nameWidth = Math.max(...[first, ...rows.map(([name]) => name)].map(width)) + INDENT.length
  const widths = headings.map((heading, place) =>
    Math.max(...[heading, ...rows.map(([, figures]) => figureAt(figures, place))].map(width)),
  )
  const line = ([name, figures]: TableRow): string => {
    const start = (INDENT + name).padEnd(nameWidth)
    if (typeof figures === 'string') return start + GAP + figures
    return start + figures.map((text, place) => GAP + text.padStart(widths[place] ?? 0)).join('')
  }
  return [
    title,
    line([first, headings]),
    ...groups.flatMap((group) => [
      ...(group.title === '' ? [] : [group.title]),
      ...group.rows.map(line),
    ]),
    ...notes.map((note) => INDENT + note),
  ]
    .map((text) => `${text.trimEnd()}\n`)
    .join('')
}

/** For a page: a heading per group, each with a table of its own. */
export function renderMarkdown({ title, columns, groups, notes }: Table): string {
  const cells = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`
  const head = [cells(columns), cells(columns.map((_, place) => (place === 0 ? '---' : '---:')))]
  const row = ([name, figures]: TableRow): string =>
    typeof figures === 'string'
      ? cells([name, figures, ...columns.slice(2).map(() => '')])
      : cells([name, ...figures])
  const parts = groups.map((group) =>
    [
      ...(group.title === '' ? [] : [`**${group.title}**`, '']),
      ...head,
      ...group.rows.map(row),
    ].join('\n'),
  )
  return [`### ${title}`, ...parts, ...notes].join('\n\n')
}

const figureAt = (figures: readonly string[] | string, place: number): string =>
  typeof figures === 'string' ? '' : (figures[place] ?? '')

/** All that is written here is one column wide each. */
const width = (text: string): number => text.length
