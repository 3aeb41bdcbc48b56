import type { ShownEvent } from '../showing.ts'
import { eventLines } from '../terminal/event-lines.ts'
import type { Look } from './look.ts'
import { S } from './screen-texts.ts'

/** An event as a line below the conversation. What other faces say with a command to type, a key answers here; a narrow screen has no room for both. */
export function eventRemark(event: ShownEvent, look: Look): string {
  const { speech, nameOf } = look
  if (event.type === 'friend.requested') {
    const note = event.note ? ` “${event.note}”` : ''
    return speech.of(S.requested, { name: event.nickname || event.user, note })
  }
  if (event.type === 'room.invited') {
    return speech.of(S.invited, { name: nameOf(event.user), room: event.room })
  }
  const [line = ''] = eventLines(look, event)
  // The sign of the line is the remark's own.
  return line.replace(/^» /, '')
}
