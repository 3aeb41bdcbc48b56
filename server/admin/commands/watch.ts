import type { AdminCommand } from '../admin-command.ts'

export const watch: AdminCommand<'watch'> = (_services, request, connection) =>
  connection.watch(request)
