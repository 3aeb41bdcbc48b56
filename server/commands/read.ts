import type { Command } from './command.ts'
import { moveCursor } from './cursor-moves.ts'

export const read: Command<'read'> = {
  handle(context, request) {
    const { cursors } = context.services
    return moveCursor(context, request, (chat, seq) => cursors.read(chat, seq))
  },
}
