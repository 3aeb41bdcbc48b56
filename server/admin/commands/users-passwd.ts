import { foldName } from '../../../protocol/names.ts'
import type { AdminCommand } from '../admin-command.ts'
import { auditNote } from '../audit-note.ts'

export const usersPasswd: AdminCommand<'users.passwd'> = async (services, request) => {
  const { storage, credentials, directory, turns } = services
  const { user, password } = request
  const foldedName = foldName(user)
  // The turn that log-ins take too: none with the old password falls between the change and the revoking of tokens.
  const { id } = await turns.take(`password:${foldedName}`, async () => {
    const hash = await credentials.hash(password)
    return storage.setPassword(foldedName, hash, auditNote(services, request, { target: user }))
  })
  directory.changed(id)
  const sessions = directory.user(id)?.sessions ?? []
  for (const session of sessions) session.kick()
  return { sessions: sessions.length }
}
