import { DEFAULT_ADMIN_PAGE } from '../../../protocol/admin.ts'
import type { AdminCommand } from '../admin-command.ts'

export const audit: AdminCommand<'audit'> = async ({ storage }, request) => {
  const { before, limit = DEFAULT_ADMIN_PAGE } = request
  const { rows, more } = await storage.auditPage({
    limit,
    ...(before === undefined ? {} : { before }),
  })
  return { entries: rows.map(({ id, ...act }) => ({ entry: id, ...act })), more }
}
