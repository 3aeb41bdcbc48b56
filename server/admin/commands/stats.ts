import type { AdminCommand } from '../admin-command.ts'

export const stats: AdminCommand<'stats'> = ({ figures }) => {
  const { user, system } = process.cpuUsage()
  return {
    ...figures(),
    pid: process.pid,
    uptimeMs: Math.round(process.uptime() * 1000),
    memoryBytes: process.memoryUsage.rss(),
    cpuMs: Math.round((user + system) / 1000),
  }
}
