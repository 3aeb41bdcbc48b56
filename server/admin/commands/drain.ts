import { ChatError } from '../../chat-error.ts'
import type { AdminCommand } from '../admin-command.ts'
import { writeDown } from '../audit-note.ts'

const DEFAULT_WITHIN_MS = 60_000

export const drain: AdminCommand<'drain'> = async (services, request) => {
  const { withinMs = DEFAULT_WITHIN_MS } = request
  await writeDown(services, request, { detail: `within ${withinMs / 1_000} s` })
  const sessions = services.drain.begin(withinMs)
  return { sessions, stopsAt: services.clock.now() + withinMs }
}

export const drainCancel: AdminCommand<'drain.cancel'> = async (services, request) => {
  if (!services.drain.isOn) {
    throw new ChatError('conflict', { message: 'The server is not being drained.' })
  }
  await writeDown(services, request)
  services.drain.cancel()
  return {}
}
