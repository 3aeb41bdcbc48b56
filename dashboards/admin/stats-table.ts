import type { AdminReplyOf } from '../../protocol/admin.ts'

type Stats = AdminReplyOf<'stats'>

/** The figures as people read them: a line each, thousands separated, with units. */
export function statsTable(stats: Stats): string {
  const rows: [string, string][] = [
    ['version', stats.version],
    ['database', `${stats.database} (${stats.databaseUp ? 'up' : 'DOWN'})`],
    ['up', duration(stats.uptimeMs)],
    ['connections', number(stats.connections)],
    ['sessions', number(stats.sessions)],
    ['users online', number(stats.usersOnline)],
    ['messages stored', number(stats.committed)],
    ['messages delivered', number(stats.delivered)],
    ['duplicates', number(stats.duplicates)],
    ['journal', `${number(stats.journalDepth)} waiting`],
    ['storage', `${number(stats.storageQueue)} waiting`],
    ['credentials', `${number(stats.credentialsQueue)} waiting`],
    ['memory', `${number(Math.round(stats.memoryBytes / 1_048_576))} MB`],
    ['CPU', `${number(Math.round(stats.cpuMs / 1000))} s`],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('')
}

const number = (value: number): string => value.toLocaleString('en-US')

function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000)
  const days = Math.floor(minutes / 1_440)
  const clock = [Math.floor(minutes / 60) % 24, minutes % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
  return `${days} d ${clock}`
}
