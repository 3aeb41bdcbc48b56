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
import { checkPassword } from './password.ts'
import { asMe, circleOf } from './people.ts'
import { closing } from './services.ts'
import { untilWhen } from './until-when.ts'

/** Each try reads the state anew because it changed meanwhile; more than a few in a row do not happen. */
const MAX_READS = 5

/** A user's state as the database had it at `version` of the directory, or after, and the token that opened it. */
interface Opened {
  state: LoginState
  version: number
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
    if (!services.isLettingIn()) throw closing()
    const startedMs = services.clock.monotonicMs()
    const kind = request.token === undefined ? 'password' : 'token'
    const opened = await (request.token === undefined
      ? byPassword(context, request)
      : byToken(context, request.token))
    await catchUpCursors(context, opened.state)
    return enter(context, opened, MAX_READS, () => {
      services.loggedIn(session, kind, services.clock.monotonicMs() - startedMs)
    })
  },
}

async function byPassword(
  context: Context,
  { user, password, device = '' }: RequestOf<'login'>,
): Promise<Opened> {
  if (user === undefined) throw new ChatError('bad_request', { field: 'user' })
  if (password === undefined) throw new ChatError('bad_request', { field: 'password' })
  const { storage, directory, clock } = context.services
  return checkPassword(context, { foldedName: foldName(user), password }, async (userId) => {
    const { version } = directory
    const state = await storage.loginState(userId)
    refuseBanned(state, clock.now())
    const token = newToken()
    const hash = hashToken(token)
    const at = clock.now()
    await storage.createToken({ hash, userId, device, at, expiresAt: at + TOKEN_LIFE_MS })
    return { state, version, token, hash, device }
  })
}

async function byToken({ services }: Context, token: string): Promise<Opened> {
  const { storage, usage, directory, clock } = services
  const hash = hashToken(token)
  const { version } = directory
  const state = await storage.resume(hash, clock.now())
  usage.tokenUsed(hash, state.token.lastUsedAt)
  return { state, version, token, hash, device: state.token.device }
}

function refuseBanned({ user }: LoginState, now: number): void {
  if (user.bannedUntil <= now) return
  throw new ChatError('banned', {
    message: `This account is banned${untilWhen(user.bannedUntil)}.`,
  })
}

/** Who comes back within a second of leaving would otherwise be offered again what they have acknowledged. */
async function catchUpCursors(
  { services: { directory, cursors } }: Context,
  { user: { id } }: LoginState,
): Promise<void> {
  if (!cursors.isBehind(id) || directory.user(id) !== undefined) return
  await cursors.save()
  directory.changed(id)
}

/** Whoever has changed meanwhile what was read, the token among it, has told the directory: then it is read again. */
function enter(
  context: Context,
  opened: Opened,
  readsLeft: number,
  entered: () => void,
): Finish<'login'> {
  const { directory, clock } = context.services
  return new Finish(() => {
    // Who has gone must not enter any list.
    if (context.session.isClosed) throw new ChatError('shutting_down')
    if (!directory.changedSince(opened.state.user.id, opened.version)) {
      refuseBanned(opened.state, clock.now())
      const reply = attach(context, opened)
      entered()
      return reply
    }
    if (readsLeft === 0) throw new ChatError('busy', { retryAfterMs: 1_000 })
    return readAgain(context, opened).then((now) => enter(context, now, readsLeft - 1, entered))
  })
}

async function readAgain(context: Context, opened: Opened): Promise<Opened> {
  const { directory, storage, clock } = context.services
  await catchUpCursors(context, opened.state)
  const { version } = directory
  return { ...opened, state: await storage.resume(opened.hash, clock.now()), version }
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
  const chats = chatStates(user)
  return {
    token,
    me: asMe(user),
    friends,
    requests,
    chats: chats.kept,
    ...(more || chats.isCut ? { more: true } : {}),
  }
}
