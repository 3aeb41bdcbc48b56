import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { METRICS } from '../server/metrics/metric-table.ts'
import { packageRoot } from '../server/package-root.ts'

const read = (path: string): string => readFileSync(join(packageRoot, path), 'utf8')
const PAGE = read('docs/monitoring.md')

const rowsOf = (title: string): string[] => {
  const lines = PAGE.slice(PAGE.indexOf(title)).split('\n')
  const start = lines.findIndex((line) => line.startsWith('|---'))
  const rest = lines.slice(start + 1)
  return rest.slice(
    0,
    rest.findIndex((line) => !line.startsWith('|')),
  )
}

t.test('the page lists every metric as the server has it, and no other', async (t) => {
  const expected = Object.entries(METRICS).map(([name, { type, labels, help }]) => {
    const by = labels.map((label) => `\`${label}\``).join(', ')
    return `| \`${name}\` | ${type} | ${by} | ${help} |`
  })
  const found = rowsOf('## What there is to ask')
  t.strictSame(found, expected, `the table should be\n${expected.join('\n')}`)
})

t.test('the page lists every alert with its severity, and no other', async (t) => {
  const rules = read('dashboards/prometheus/teahouse.rules.yml')
  const alerts = [...rules.matchAll(/- alert: (\w+)[\s\S]*?severity: (\w+)/g)]
  t.strictSame(
    rowsOf('## 2. Alerts').map((row) =>
      row
        .split('|')
        .slice(1, 3)
        .map((cell) => cell.trim()),
    ),
    alerts.map(([, name, severity]) => [`\`${name}\``, severity]),
  )
})

t.test('every alert has a test in which it fires', async (t) => {
  const rules = read('dashboards/prometheus/teahouse.rules.yml')
  const tests = read('dashboards/prometheus/teahouse.rules.test.yml')
  for (const [, name = ''] of rules.matchAll(/- alert: (\w+)/g)) {
    t.match(tests, new RegExp(`alertname: ${name}\\n.*\\n +exp_alerts:\\n +- exp_labels`), name)
    t.match(tests, new RegExp(`alertname: ${name}\\n.*\\n +exp_alerts: \\[\\]`), name)
  }
})

t.test('the console asks the metrics page for nothing that the server does not have', async (t) => {
  const asked = read('dashboards/console/feed/scraped-figures.ts').match(/teahouse_\w+/g) ?? []
  t.ok(asked.length > 10, 'the names were found')
  t.strictSame(
    asked.filter((name) => !(name in METRICS)),
    [],
  )
})
