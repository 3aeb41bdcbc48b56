import type { AdminReplyOf } from '../../../protocol/admin.ts'
import type { AdminCommand } from '../admin-command.ts'

export const stats: AdminCommand<'stats'> = ({ figures }) => {
  const { user, system } = process.cpuUsage()
  const some: Partial<AdminReplyOf<'stats'>> = {
    ...figures(),
    pid: process.pid,
    uptimeMs: Math.round(process.uptime() * 1000),
    memoryBytes: process.memoryUsage.rss(),
    cpuMs: Math.round((user + system) / 1000),
  }
  return some as AdminReplyOf<'stats'>
}
