import type { AdminCommand } from '../admin-command.ts'
import { writeDown } from '../audit-note.ts'

export const backup: AdminCommand<'backup'> = async (services, request) => {
  const { file } = request
  await services.backups.check(file)
  await writeDown(services, request, { target: file })
  const startedMs = services.clock.monotonicMs()
  const bytes = await services.backups.make(file)
  return { file, bytes, ms: Math.round(services.clock.monotonicMs() - startedMs) }
}
