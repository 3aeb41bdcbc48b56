import { encodeFrame } from '../../../protocol/encode.ts'
import type { AdminCommand } from '../admin-command.ts'
import { writeDown } from '../audit-note.ts'

/** What people see as the sender: not the name of a user of the operating system, which is nobody's business. */
const FROM = 'operator'
/** So much of it the audit keeps. */
const KEPT = 200

export const announce: AdminCommand<'announce'> = async (services, request) => {
  const { text } = request
  await writeDown(services, request, { detail: [...text].slice(0, KEPT).join('') })
  const line = encodeFrame({ type: 'notice', text, from: FROM })
  let sessions = 0
  for (const session of services.registry) {
    if (session.user === undefined || session.isLagging) continue
    session.pushEvent(line)
    sessions += 1
  }
  return { sessions }
}
