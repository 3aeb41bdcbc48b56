import { dashboardJson } from './teahouse-dashboard.ts'

process.stdout.write(dashboardJson())
