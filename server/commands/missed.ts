import { DEFAULT_PAGE } from '../../protocol/limits.ts'
import { type Command, ReplyJson, userOf } from './command.ts'

export const missed: Command<'missed'> = {
  async handle(context, { limit = DEFAULT_PAGE }) {
    const { cursors, storage } = context.services
    const user = userOf(context)
    // What was acknowledged a moment ago must not be offered again to the one who acknowledged it.
    if (cursors.isBehind(user.id)) await cursors.save()
    return new ReplyJson(await storage.missedPage(user.id, limit))
  },
}
