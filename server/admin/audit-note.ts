import type { AuditNote } from '../storage/operator-records.ts'
import type { AdminServices } from './admin-command.ts'

/** How everybody comes who comes over this socket. */
const WAY = 'socket'

interface Act {
  type: string
  operator?: string
  reason?: string
}

/** What is written down of an act. */
export function auditNote(
  { clock }: Pick<AdminServices, 'clock'>,
  { type, operator = '', reason = '' }: Act,
  { target = '', detail = '' }: { target?: string; detail?: string } = {},
): AuditNote {
  const who = operator === '' ? WAY : `${operator}@${WAY}`
  return { at: clock.now(), operator: who, action: type, target, detail, reason }
}

/** Of an act outside the database: written down first, so that one that cannot be is not carried out. */
export function writeDown(
  services: Pick<AdminServices, 'clock' | 'storage'>,
  act: Act,
  what: { target?: string; detail?: string } = {},
): Promise<void> {
  return services.storage.writeAudit(auditNote(services, act, what))
}
