import { layOut } from './layout.ts'
import { DATASOURCE, type Panel } from './panel.ts'
import { arrival, atAGlance, delivery, journal, machine, requests, workers } from './sections.ts'

export interface Dashboard {
  title: string
  uid: string
  panels: Panel[]
  [setting: string]: unknown
}

/** From top to bottom the life of a message, in the order of ARCHITECTURE.md. */
export function teahouseDashboard(): Dashboard {
  return {
    title: 'Teahouse',
    uid: 'teahouse',
    description: 'The life of a message, from the connection it comes by to its copies.',
    tags: ['teahouse'],
    schemaVersion: 39,
    editable: true,
    graphTooltip: 1,
    refresh: '15s',
    time: { from: 'now-1h', to: 'now' },
    timezone: 'browser',
    templating: { list: [datasourceVariable, instanceVariable] },
    panels: layOut([atAGlance, arrival, requests, journal, workers, delivery, machine]),
  }
}

export const dashboardJson = (): string => `${JSON.stringify(teahouseDashboard(), null, 2)}\n`

const datasourceVariable = {
  name: 'datasource',
  label: 'Data source',
  type: 'datasource',
  query: 'prometheus',
}

const instanceVariable = {
  name: 'instance',
  label: 'Server',
  type: 'query',
  datasource: DATASOURCE,
  query: { query: 'label_values(teahouse_info, instance)', refId: 'instance' },
  // As the time range changes servers come and go.
  refresh: 2,
  multi: true,
  includeAll: true,
  allValue: '.*',
  current: { selected: true, text: ['All'], value: ['$__all'] },
}
