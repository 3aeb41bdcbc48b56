import { DEFAULT_ADMIN_PAGE } from '../../../protocol/admin.ts'
import { foldName, roomAddress, roomName } from '../../../protocol/names.ts'
import type { AdminCommand } from '../admin-command.ts'

export const rooms: AdminCommand<'rooms'> = async ({ storage, directory }, request) => {
  const { query = '', after = '', limit = DEFAULT_ADMIN_PAGE } = request
  const { rows, more } = await storage.roomPage({
    foldedPrefix: foldName(roomName(query)),
    after: foldName(roomName(after)),
    limit,
  })
  return {
    rooms: rows.map(({ conversationId, name, isPrivate, owner, head, ...room }) => {
      const conversation = directory.conversation(conversationId)
      return {
        room: roomAddress(name),
        ...room,
        private: isPrivate,
        ...(owner === '' ? {} : { owner }),
        online: conversation?.online.length ?? 0,
        // Memory may be a batch ahead of what the reader of the database saw.
        head: Math.max(head, conversation?.head ?? 0),
      }
    }),
    more,
  }
}
