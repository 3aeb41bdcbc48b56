import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { METRICS } from '../../server/metrics/metric-table.ts'
import { packageRoot } from '../../server/package-root.ts'
import { dashboardJson, teahouseDashboard } from '../grafana/teahouse-dashboard.ts'
import { dashboardQueries, metricsOf } from './dashboard-expressions.ts'

t.test('the dashboard in the repository is the one that the code makes', async (t) => {
  const file = 'dashboards/grafana/teahouse.json'
  const committed = readFileSync(join(packageRoot, file), 'utf8')
  t.ok(committed === dashboardJson(), `${file} is old: make dashboard`)
})

t.test('every panel says what it shows, and none lies on another', async (t) => {
  const { panels } = teahouseDashboard()
  t.ok(panels.length > 30)
  t.equal(new Set(panels.map(({ id }) => id)).size, panels.length)
  const taken = new Set<string>()
  for (const { type, title, description, targets = [], gridPos } of panels) {
    if (type !== 'row') t.ok(description && targets.length > 0, title)
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
      t.ok(x < 24, title)
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
        if (taken.has(`${x} ${y}`)) t.fail(`${title} lies on another`)
        taken.add(`${x} ${y}`)
      }
    }
  }
})

t.test('every metric of ours that a panel or an alert asks for is there', async (t) => {
  const rules = readFileSync(
    join(packageRoot, 'dashboards', 'prometheus', 'teahouse.rules.yml'),
    'utf8',
  )
  const asked = dashboardQueries('1m').map(({ expression }) => expression)
  for (const name of metricsOf([...asked, rules].join(' '))) {
    if (name.startsWith('teahouse_')) t.ok(name in METRICS, name)
  }
})

t.test('every metric is shown somewhere', async (t) => {
  const shown = new Set(dashboardQueries('1m').flatMap(({ expression }) => metricsOf(expression)))
  // The first is for the choice of servers, the second for an alert.
  const elsewhere = ['teahouse_info', 'teahouse_connections_max']
  const hidden = Object.keys(METRICS).filter((name) => !shown.has(name))
  t.strictSame(hidden, elsewhere)
})
