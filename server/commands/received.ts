import type { Command } from './command.ts'
import { moveCursor } from './cursor-moves.ts'

export const received: Command<'received'> = {
  handle(context, request) {
    const { cursors } = context.services
    return moveCursor(context, request, (chat, seq) => cursors.received(chat, seq))
  },
}
