import { foldName, isName } from '../../../protocol/names.ts'
import { ChatError } from '../../chat-error.ts'
import type { AdminCommand } from '../admin-command.ts'
import { auditNote } from '../audit-note.ts'

export const usersAdd: AdminCommand<'users.add'> = async (services, request) => {
  const { user: name, password, nickname = name, role = 'user' } = request
  const { storage, credentials, clock } = services
  if (!isName(name)) throw new ChatError('bad_request', { field: 'user' })
  const folded = foldName(name)
  if ((await storage.person(folded)) !== undefined) throw new ChatError('name_taken')
  await storage.addAccount(
    {
      ...{ name, folded, nickname, foldedNickname: foldName(nickname) },
      passwordHash: await credentials.hash(password),
      at: clock.now(),
    },
    role,
    auditNote(services, request, { target: name, detail: role }),
  )
  return {}
}
