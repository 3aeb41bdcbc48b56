import { teahouseDashboard } from '../grafana/teahouse-dashboard.ts'

export interface PanelQuery {
  /** Where it stands: panel and line. */
  name: string
  /** As Grafana would ask it, for all servers. */
  expression: string
}

/** Every query of the dashboard; `span` takes the place of what Grafana chooses for rates. */
export function dashboardQueries(span: string): PanelQuery[] {
  return teahouseDashboard().panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr, legendFormat }) => ({
      name: `${title}: ${legendFormat}`,
      expression: expr.replaceAll('$__rate_interval', span).replaceAll('$instance', '.*'),
    })),
  )
}

/** The metrics that an expression asks for; of a histogram's series the histogram. */
export function metricsOf(expression: string): string[] {
  const names = expression.match(/\b(?:teahouse|process|nodejs)_\w+/g) ?? []
  return [...new Set(names.map((name) => name.replace(/_(?:bucket|sum|count)$/, '')))]
}
