import { foldName } from '../../../protocol/names.ts'
import { ChatError } from '../../chat-error.ts'
import type { Session } from '../../sessions/session.ts'
import type { AdminCommand } from '../admin-command.ts'
import { writeDown } from '../audit-note.ts'

export const kick: AdminCommand<'kick'> = async (services, request) => {
  const { session, user, reason } = request
  const message = `An operator closed this connection${because(reason)}.`
  if (session !== undefined && user === undefined) {
    const found = sessionOf(services.registry, session)
    const target = found.user?.name ?? found.wire.remoteAddress
    await writeDown(services, request, { target, detail: `session ${session}` })
    if (found.isClosed) return { sessions: 0 }
    found.kick('kicked', message)
    return { sessions: 1 }
  }
  if (user === undefined || session !== undefined) {
    throw new ChatError('bad_request', { field: 'user', message: 'Either "user" or "session".' })
  }
  const person = await services.storage.person(foldName(user))
  if (person === undefined) {
    throw new ChatError('not_found', { message: 'There is no such user.' })
  }
  await writeDown(services, request, { target: person.name })
  const sessions = services.directory.user(person.id)?.sessions ?? []
  for (const one of sessions) one.kick('kicked', message)
  return { sessions: sessions.length }
}

/** The end of a sentence that people read. */
export const because = (reason = ''): string => (reason === '' ? '' : `: ${reason}`)

function sessionOf(registry: Iterable<Session>, id: number): Session {
  for (const session of registry) if (session.id === id) return session
  throw new ChatError('not_found', { message: 'There is no such session any more.' })
}
