import { connect } from 'node:net'
import { type AdminReplyOf, MAX_SEED } from '../../../protocol/admin.ts'
import { encodeFrame } from '../../../protocol/encode.ts'
import type { ErrorFrame } from '../../../protocol/replies.ts'
import { LoadError } from '../../load-error.ts'
import type { Account, AccountOrder } from './bench-server.ts'

const REPLY_TIMEOUT_MS = 30_000

type SeedReply = ({ type: 'ok' } & AdminReplyOf<'users.seed'>) | ErrorFrame

/** Makes accounts over the admin socket: neighbours are friends, each has a token. Rejects with a LoadError. */
export async function seedAccounts(socketPath: string, order: AccountOrder): Promise<Account[]> {
  const { prefix, count, password } = order
  const accounts: Account[] = []
  while (accounts.length < count) {
    const reply = await ask(socketPath, {
      type: 'users.seed',
      id: 1,
      prefix,
      from: accounts.length + 1,
      count: Math.min(MAX_SEED, count - accounts.length),
      friends: 'pairs',
      ...(password === undefined ? {} : { password }),
    })
    if (reply.type === 'error') throw new LoadError(`no accounts: ${reply.message}`)
    accounts.push(...reply.users)
  }
  return accounts
}

/** One question, one answer, one connection. */
function ask(socketPath: string, frame: object): Promise<SeedReply> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath)
    const fail = (why: string) => {
      socket.destroy()
      reject(new LoadError(`no accounts: the admin socket ${why}`))
    }
    let text = ''
    socket.setEncoding('utf8').on('data', (more: string) => {
      text += more
      if (!text.endsWith('\n')) return
      socket.destroy()
      resolve(JSON.parse(text) as SeedReply)
    })
    socket.on('error', (error) => fail(`failed: ${error.message}`))
    socket.on('close', () => fail('was closed by the server'))
    socket.setTimeout(REPLY_TIMEOUT_MS, () => fail('does not answer'))
    socket.write(encodeFrame(frame))
  })
}
