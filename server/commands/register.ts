import { foldName, isName } from '../../protocol/names.ts'
import { ChatError } from '../chat-error.ts'
import type { Command } from './command.ts'
import { closing } from './services.ts'

export const register: Command<'register'> = {
  beforeLogin: true,
  inOrder: true,

  async handle({ services }, { user: name, password, nickname = name }) {
    if (!services.isLettingIn()) throw closing()
    if (services.access.registration === 'closed') {
      throw new ChatError('forbidden', { message: 'Registration is closed: ask the operator.' })
    }
    if (!isName(name)) throw new ChatError('bad_request', { field: 'user' })
    const folded = foldName(name)
    // Asked first, because a hash costs 15 ms of a core; the database has the last word.
    if ((await services.storage.person(folded)) !== undefined) throw new ChatError('name_taken')
    const made = await services.storage.createUser({
      name,
      folded,
      nickname,
      foldedNickname: foldName(nickname),
      passwordHash: await services.credentials.hash(password),
      at: services.clock.now(),
    })
    return { me: { user: made.name, nickname: made.nickname, status: 'offline' } }
  },
}
