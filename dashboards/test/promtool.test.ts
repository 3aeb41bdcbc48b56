import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { packageRoot } from '../../server/package-root.ts'
import { hasPrometheus, PROMETHEUS_MISSING, promtool } from '../../test/support/prometheus.ts'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { dashboardQueries } from './dashboard-expressions.ts'

const FOLDER = join(packageRoot, 'dashboards', 'prometheus')

t.test('Prometheus’s own tool', { skip: !hasPrometheus() && PROMETHEUS_MISSING }, async (t) => {
  t.test('takes the scrape configuration and the rules', async (t) => {
    const { isFine, said } = await promtool(['check', 'config', join(FOLDER, 'prometheus.yml')])
    t.ok(isFine, said)
    t.match(said, /10 rules found/)
  })

  t.test('sees every alert fire when it should and stay silent when it should', async (t) => {
    const file = join(FOLDER, 'teahouse.rules.test.yml')
    const { isFine, said } = await promtool(['test', 'rules', file])
    t.ok(isFine, said)
  })

  t.test('understands every expression of the dashboard', async (t) => {
    const rules = dashboardQueries('1m').map(({ expression }, index) => ({
      record: `panel:${index}`,
      expr: expression,
    }))
    t.ok(rules.length > 50)
    // JSON is YAML.
    const file = join(temporaryFolder(t), 'panels.yml')
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }))
    const { isFine, said } = await promtool(['check', 'rules', file])
    t.ok(isFine, said)
  })
})
