import { foldName } from '../../../protocol/names.ts'
import type { AdminCommand } from '../admin-command.ts'
import { auditNote } from '../audit-note.ts'

export const usersRole: AdminCommand<'users.role'> = async (services, request) => {
  const { user, role } = request
  const note = auditNote(services, request, { target: user, detail: role })
  await services.storage.setRole(foldName(user), role, note)
  return {}
}
