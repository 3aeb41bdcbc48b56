import { FOR_EVER } from '../../../protocol/admin-entities.ts'
import { foldName } from '../../../protocol/names.ts'
import { untilWhen } from '../../commands/until-when.ts'
import type { AdminCommand } from '../admin-command.ts'
import { auditNote } from '../audit-note.ts'
import { because } from './kick.ts'

export const ban: AdminCommand<'ban'> = async (services, request) => {
  const { clock, storage, directory } = services
  const { user, forMs, reason = '' } = request
  const until = untilOf(clock.now(), forMs)
  const note = auditNote(services, request, { target: user, detail: describe(until) })
  const { id } = await storage.setBan(foldName(user), { until, reason }, note)
  // A log-in that read the account before the ban looks again, and is refused.
  directory.changed(id)
  const sessions = directory.user(id)?.sessions ?? []
  const message = `This account is banned${untilWhen(until)}${because(reason)}.`
  for (const session of sessions) session.kick('banned', message)
  return { until, sessions: sessions.length }
}

export const unban: AdminCommand<'unban'> = async (services, request) => {
  const { user } = request
  const note = auditNote(services, request, { target: user })
  const { id } = await services.storage.setBan(foldName(user), { until: 0, reason: '' }, note)
  services.directory.changed(id)
  return {}
}

export const untilOf = (now: number, forMs: number | undefined): number =>
  forMs === undefined ? FOR_EVER : now + forMs

/** As the audit shows it. */
export const describe = (until: number): string => untilWhen(until).trim() || 'for ever'
