import { foldName } from '../../../protocol/names.ts'
import type { AuditNote, Restriction } from '../../storage/operator-records.ts'
import type { AdminCommand, AdminServices } from '../admin-command.ts'
import { auditNote } from '../audit-note.ts'
import { describe, untilOf } from './ban.ts'

export const mute: AdminCommand<'mute'> = async (services, request) => {
  const { user, forMs, reason = '' } = request
  const until = untilOf(services.clock.now(), forMs)
  const note = auditNote(services, request, { target: user, detail: describe(until) })
  await set(services, user, { until, reason }, note)
  return { until }
}

export const unmute: AdminCommand<'unmute'> = async (services, request) => {
  const note = auditNote(services, request, { target: request.user })
  await set(services, request.user, { until: 0, reason: '' }, note)
  return {}
}

async function set(
  { storage, directory }: AdminServices,
  user: string,
  mute: Restriction,
  note: AuditNote,
): Promise<void> {
  const { id } = await storage.setMute(foldName(user), mute, note)
  // In one step with the note: a log-in under way reads again, and who is online knows at once.
  directory.changed(id)
  const online = directory.user(id)
  if (online !== undefined) online.mutedUntil = mute.until
}
