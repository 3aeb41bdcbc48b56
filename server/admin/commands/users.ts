import { DEFAULT_ADMIN_PAGE } from '../../../protocol/admin.ts'
import { foldName } from '../../../protocol/names.ts'
import type { AdminCommand } from '../admin-command.ts'

export const users: AdminCommand<'users'> = async (services, request) => {
  const { query = '', only, after = '', limit = DEFAULT_ADMIN_PAGE } = request
  const { rows, more } = await services.storage.accountPage({
    foldedPrefix: foldName(query),
    after: foldName(after),
    ...(only === undefined ? {} : { only }),
    at: services.clock.now(),
    limit,
  })
  return {
    users: rows.map(({ id, name, ...account }) => ({
      user: name,
      ...account,
      sessions: services.directory.user(id)?.sessions.length ?? 0,
    })),
    more,
  }
}
