import { foldName } from '../../protocol/names.ts'
import type { ReplyOf } from '../../protocol/replies.ts'
import type { RequestOf } from '../../protocol/requests.ts'
import { ChatError } from '../chat-error.ts'
import { announcePresence } from '../directory/presence.ts'
import { hashToken, newToken } from '../sessions/token.ts'
import { TOKEN_LIFE_MS } from '../sessions/usage.ts'
import type { LoginState } from '../storage/store.ts'
import { chatStates } from './chats.ts'
import { type Command, type Context, Finish } from './command.ts'
import { asMe, circleOf } from './people.ts'

/** Each try reads the state anew because it changed meanwhile; more than a few in a row do not happen. */
const MAX_READS = 5

/** A user's state as the database had it at `readAtMs`, and the token that opened it. */
interface Opened {
  state: LoginState
  readAtMs: number
  token: string
  hash: Uint8Array
  device: string
}

export const login: Command<'login'> = {
  beforeLogin: true,
  inOrder: true,

  async handle(context, request) {
    const { session, services } = context
    if (session.user !== undefined) {
      throw new ChatError('conflict', { message: 'This connection is logged in already.' })
    }
    const startedMs = services.clock.monotonicMs()
    const kind = request.token === undefined ? 'password' : 'token'
    const opened = await (request.token === undefined
      ? byPassword(context, request)
      : byToken(context, request.token))
    refuseBanned(opened.state, services.clock.now())
    const state = await upToDate(context, opened)
    return new Finish(() => {
      const reply = attach(context, { ...opened, state })
      services.loggedIn(session, kind, services.clock.monotonicMs() - startedMs)
      return reply
    })
  },
}

async function byPassword(
  { session, services }: Context,
  { user, password, device = '' }: RequestOf<'login'>,
): Promise<Opened> {
  const { storage, throttle, credentials, clock } = services
  if (user === undefined) throw new ChatError('bad_request', { field: 'user' })
  if (password === undefined) throw new ChatError('bad_request', { field: 'password' })
  const folded = foldName(user)
  const address = session.wire.remoteAddress
  const retryAfterMs = throttle.waitMs(address, folded)
  if (retryAfterMs > 0) throw new ChatError('rate_limited', { retryAfterMs })

  const found = await storage.credentials(folded)
  if (!(await credentials.verify(found?.passwordHash, password)) || found === undefined) {
    throttle.failed(address, folded)
    throw new ChatError('bad_credentials')
  }
  throttle.succeeded(address, folded)

  const readAtMs = clock.monotonicMs()
  const state = await storage.loginState(found.userId)
  refuseBanned(state, clock.now())
  const token = newToken()
  const hash = hashToken(token)
  const at = clock.now()
  await storage.createToken({
    hash,
    userId: found.userId,
    device,
    at,
    expiresAt: at + TOKEN_LIFE_MS,
  })
  return { state, readAtMs, token, hash, device }
}

async function byToken({ services }: Context, token: string): Promise<Opened> {
  const { storage, usage, clock } = services
  const hash = hashToken(token)
  const readAtMs = clock.monotonicMs()
  const state = await storage.resume(hash, clock.now())
  usage.tokenUsed(hash, state.token.lastUsedAt)
  return { state, readAtMs, token, hash, device: state.token.device }
}

function refuseBanned({ user }: LoginState, now: number): void {
  if (user.bannedUntil <= now) return
  const until = new Date(user.bannedUntil).toISOString()
  throw new ChatError('banned', { message: `This account is banned until ${until}.` })
}

/** What was read may be old by the time the session is attached: whoever changed it has told the directory. */
async function upToDate(
  { services: { directory, storage, clock, cursors } }: Context,
  { state, readAtMs }: Opened,
): Promise<LoginState> {
  const { id } = state.user
  let fresh = state
  let since = readAtMs
  // Who comes back within a second of leaving would otherwise be offered again what they have acknowledged.
  if (cursors.isBehind(id) && directory.user(id) === undefined) {
    await cursors.save(id)
    directory.changed(id)
  }
  for (let reads = 0; reads < MAX_READS; reads += 1) {
    if (!directory.changedSince(id, since)) return fresh
    since = clock.monotonicMs()
    fresh = await storage.loginState(id)
  }
  throw new ChatError('busy', { retryAfterMs: 1_000 })
}

function attach(
  { session, services: { directory, assistant } }: Context,
  { state, token, hash, device }: Opened,
): ReplyOf<'login'> {
  const { user, isFirst } = directory.attach(state, session)
  session.user = user
  session.tokenHash = hash
  session.device = device
  if (isFirst) announcePresence(directory, user, user.status)
  const { friends, requests, more } = circleOf(directory, user, state.relations, assistant)
  const chats = chatStates(user, state.chats)
  return {
    token,
    me: asMe(user),
    friends,
    requests,
    chats: chats.kept,
    ...(more || chats.isCut ? { more: true } : {}),
  }
}
