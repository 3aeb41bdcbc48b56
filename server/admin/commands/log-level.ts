import type { AdminCommand } from '../admin-command.ts'
import { writeDown } from '../audit-note.ts'

export const logLevel: AdminCommand<'log.level'> = async (services, request) => {
  const { level } = request
  if (level !== undefined) {
    await writeDown(services, request, { detail: level })
    services.log.setLevel(level)
  }
  return { level: services.log.level }
}
