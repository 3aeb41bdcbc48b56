import { ADMIN_PROTOCOL } from '../../../protocol/admin.ts'
import type { AdminCommand } from '../admin-command.ts'

export const hello: AdminCommand<'hello'> = ({ version }) => ({
  version,
  protocol: ADMIN_PROTOCOL,
  pid: process.pid,
})
