import { DEFAULT_PAGE } from '../../protocol/limits.ts'
import { asItIsNow } from './as-it-is-now.ts'
import { type Command, ReplyJson, userOf } from './command.ts'

export const missed: Command<'missed'> = {
  async handle(context, { limit = DEFAULT_PAGE }) {
    const { services } = context
    const { cursors, storage } = services
    const user = userOf(context)
    // What was acknowledged a moment ago must not be offered again to the one who acknowledged it.
    if (cursors.isBehind(user.id)) await cursors.save()
    const readPage = () => storage.missedPage(user.id, limit)
    return new ReplyJson(await asItIsNow(services, readPage))
  },
}
