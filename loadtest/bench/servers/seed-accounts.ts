import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { type AdminReplyOf, MAX_SEED } from '../../../protocol/admin.ts'
import { encodeFrame } from '../../../protocol/encode.ts'
import type { ErrorFrame } from '../../../protocol/replies.ts'
import { LoadError } from '../../load-error.ts'
import type { Account, AccountOrder } from './bench-server.ts'

type SeedReply = ({ type: 'ok' } & AdminReplyOf<'users.seed'>) | ErrorFrame

/**
 * Makes accounts over the admin socket: neighbours are friends, each has a token.
 * @throws LoadError
 */
export async function seedAccounts(socketPath: string, order: AccountOrder): Promise<Account[]> {
  const { prefix, count, password } = order
  const socket = connect(socketPath)
  try {
    await once(socket, 'connect')
    const lines = createInterface({ input: socket })[Symbol.asyncIterator]()
    const accounts: Account[] = []
    while (accounts.length < count) {
      const frame = {
        type: 'users.seed',
        id: 1,
        prefix,
        from: accounts.length + 1,
        count: Math.min(MAX_SEED, count - accounts.length),
        friends: 'pairs',
        ...(password === undefined ? {} : { password }),
      }
      socket.write(encodeFrame(frame))
      const { value, done } = await lines.next()
      if (done) throw new LoadError('the server closed its admin socket')
      const reply = JSON.parse(value) as SeedReply
      if (reply.type === 'error') throw new LoadError(`no accounts: ${reply.message}`)
      accounts.push(...reply.users)
    }
    return accounts
  } finally {
    socket.destroy()
  }
}
