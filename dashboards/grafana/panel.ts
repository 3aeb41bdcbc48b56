/** What of Grafana's dashboards is used here, in the form that its API takes (schema 39: Grafana 10 and later). */
export interface Target {
  refId: string
  expr: string
  legendFormat: string
  datasource: typeof DATASOURCE
  instant?: true
}

export interface Panel {
  id: number
  type: 'row' | 'stat' | 'timeseries'
  title: string
  gridPos: { x: number; y: number; w: number; h: number }
  description?: string
  targets?: Target[]
  [setting: string]: unknown
}

/** Chosen at the top of the dashboard, so that it works wherever it is imported. */
export const DATASOURCE = { type: 'prometheus', uid: '$datasource' } as const

export type Unit = 'short' | 's' | 'ops' | 'bytes' | 'percentunit' | 'reqps' | 'none'

/** A query and the name of its lines: `{{type}}` stands for a label's value. */
export type Query = readonly [expr: string, legend: string]

export interface GraphOptions {
  unit: Unit
  /** What to look for, in a sentence. */
  description: string
  queries: readonly Query[]
  stack?: true
  /** Fixed, so that 10 % does not look like everything. */
  max?: number
}

export interface FigureOptions {
  unit: Unit
  description: string
  expr: string
  /** From where on it is yellow, and red. Left out where no number is bad by itself. */
  strained?: readonly [yellow: number, red: number]
  /** Low is bad instead of high. */
  isGoodWhenHigh?: true
  words?: Readonly<Record<string, string>>
}

/** A panel without its place. */
export type Draft = Omit<Panel, 'id' | 'gridPos'> & { height: number }

const target = ([expr, legendFormat]: Query, index: number): Target => ({
  refId: String.fromCharCode('A'.charCodeAt(0) + index),
  expr,
  legendFormat,
  datasource: DATASOURCE,
})

export function graph(title: string, options: GraphOptions): Draft {
  const { unit, description, queries, stack, max } = options
  return {
    type: 'timeseries',
    title,
    description,
    height: 8,
    datasource: DATASOURCE,
    fieldConfig: {
      defaults: {
        unit,
        min: 0,
        ...(max === undefined ? {} : { max }),
        custom: {
          lineWidth: 1,
          fillOpacity: stack ? 30 : 8,
          showPoints: 'never',
          stacking: { mode: stack ? 'normal' : 'none' },
        },
      },
      overrides: [],
    },
    options: {
      legend: { displayMode: 'list', placement: 'bottom' },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
    targets: queries.map(target),
  }
}

export function figure(title: string, options: FigureOptions): Draft {
  const { unit, description, expr, strained, isGoodWhenHigh, words } = options
  const colors = isGoodWhenHigh ? ['red', 'yellow', 'green'] : ['green', 'yellow', 'red']
  const [base, ...further] = strained === undefined ? ['blue'] : colors
  const steps = further.map((color, i) => ({ color, value: strained?.[i] ?? 0 }))
  const mappings = words === undefined ? [] : [{ type: 'value', options: wordMapping(words) }]
  return {
    type: 'stat',
    title,
    description,
    height: 4,
    datasource: DATASOURCE,
    fieldConfig: {
      defaults: {
        unit,
        mappings,
        thresholds: { mode: 'absolute', steps: [{ color: base, value: null }, ...steps] },
      },
      overrides: [],
    },
    options: {
      colorMode: 'background',
      graphMode: words === undefined ? 'area' : 'none',
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
    },
    targets: [target([expr, '{{instance}}'], 0)],
  }
}

const wordMapping = (words: Readonly<Record<string, string>>): object =>
  Object.fromEntries(Object.entries(words).map(([value, text]) => [value, { text }]))
