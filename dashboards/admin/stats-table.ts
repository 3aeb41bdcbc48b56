import type { Stats } from '../../protocol/admin-entities.ts'
import { span } from './text-table.ts'

/** The figures as people read them: a line each, thousands separated, with units. */
export function statsTable(stats: Stats): string {
  const rows = [...server(stats), ...messages(stats), ...machine(stats)]
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('')
}

type Row = readonly [name: string, value: string]

function server(stats: Stats): Row[] {
  const ping = stats.databasePingMs === undefined ? '' : `, ${ms(stats.databasePingMs)}`
  const transports = Object.entries(stats.transports)
    .map(([transport, count]) => `${transport} ${number(count)}`)
    .join(', ')
  return [
    ['version', `${stats.version} on Node ${stats.runtime}, process ${stats.pid}`],
    ['addresses', stats.addresses.join(' ')],
    ['state', stats.draining ? 'DRAINING: nobody new is let in' : 'open'],
    ['up', span(stats.uptimeMs)],
    ['database', `${stats.database} (${stats.databaseUp ? 'up' : 'DOWN'}${ping})`],
    ['connections', number(stats.connections) + (transports === '' ? '' : ` (${transports})`)],
    ['sessions', `${number(stats.sessions)}, ${number(stats.lagging)} lagging`],
    ['users online', number(stats.usersOnline)],
    ['not accepted', number(stats.acceptFailures)],
  ]
}

function messages(stats: Stats): Row[] {
  const perSecond = (value: number): string => `${number(value)}/s`
  return [
    ['messages stored', `${number(stats.committed)} (${perSecond(stats.committedPerSecond)})`],
    ['messages delivered', `${number(stats.delivered)} (${perSecond(stats.deliveredPerSecond)})`],
    ['requests', `${number(stats.requests)} (${perSecond(stats.requestsPerSecond)})`],
    ['duplicates', number(stats.duplicates)],
    ['resyncs', number(stats.resyncs)],
    ['errors', number(stats.errors)],
    ['journal', `${number(stats.journalDepth)} waiting`],
    ['commit', `p50 ${ms(stats.commitMs.p50)}, p99 ${ms(stats.commitMs.p99)}`],
  ]
}

function machine(stats: Stats): Row[] {
  const delay = stats.eventLoopDelayMs
  const megabytes = (bytes: number): string => `${number(Math.round(bytes / 1_048_576))} MB`
  return [
    ['event loop delay', `p50 ${ms(delay.p50)}, p99 ${ms(delay.p99)}`],
    ...stats.pools.map(({ name, queue, busy, threads }): Row => {
      const share = `${Math.round(busy * 100)} % busy`
      return [name, `${share}, ${number(queue)} waiting, threads: ${threads}`]
    }),
    ['memory', `${megabytes(stats.memoryBytes)}, heap ${megabytes(stats.heapBytes)}`],
    ['unsent', `${number(Math.round(stats.unsentBytes / 1_024))} kB`],
    ['CPU', `${stats.cpuCores.toFixed(2)} cores, ${number(Math.round(stats.cpuMs / 1_000))} s`],
  ]
}

const number = (value: number): string => value.toLocaleString('en-US')
const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`
