import type { ErrorCode } from '../../protocol/error-codes.ts'
import { foldName, roomAddress } from '../../protocol/names.ts'
import type { ReplyOf } from '../../protocol/replies.ts'
import type { RequestOf } from '../../protocol/requests.ts'
import { ChatError } from '../chat-error.ts'
import type { Chat } from '../directory/conversation.ts'
import { MAX_WAIT_MS } from '../journal/entry.ts'
import { mustBeAllowed, openChat } from './chats.ts'
import { type Command, type Context, LATER, type Result, userOf } from './command.ts'
import { untilWhen } from './until-when.ts'

/** The hot path: nothing here may wait or allocate more than the entry itself, except for the first message of a chat. */
export const send: Command<'send'> = {
  // Holds only for a chat that must be opened first: the messages behind it have to stay behind it [G-3].
  inOrder: true,

  handle(context, request) {
    const user = userOf(context)
    const chat = user.chat(request.chat)
    try {
      if (user.mutedUntil !== 0) mustNotBeMuted(user.mutedUntil, context.services.clock.now())
      if (chat !== undefined) return submit(context, request, chat)
    } catch (error) {
      return sentBefore(context, request, error)
    }
    return openChat(context, request.chat)
      .then((opened): Result<'send'> => submit(context, request, opened))
      .catch((error: unknown) => sentBefore(context, request, error))
  },
}

/** What may have become true after a message was stored. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set([
  'not_friends',
  'blocked',
  'not_member',
  'not_found',
  'muted',
])

/**
 * [P-9] "The same cid again, whenever it comes": a client that lost its connection before the `ok` may come back as a stranger, and must still learn
 * that its message is there. Only a refusal costs this look-up.
 */
async function sentBefore(
  { session, services }: Context,
  { chat, cid, text }: RequestOf<'send'>,
  refusal: unknown,
): Promise<ReplyOf<'send'>> {
  const { user } = session
  if (!(refusal instanceof ChatError) || !REFUSALS.has(refusal.code) || !user) throw refusal
  const stored = await services.storage.sentMessage(user.id, cid)
  if (stored === undefined) throw refusal
  const address = stored.kind === 'room' ? roomAddress(stored.name) : stored.name
  const isSame = foldName(address) === foldName(chat) && (stored.recalled || stored.text === text)
  if (!isSame) throw new ChatError('conflict', { field: 'cid', cause: refusal })
  return { chat: address, seq: stored.seq, at: stored.at, dup: true }
}

function mustNotBeMuted(until: number, now: number): void {
  if (until <= now) return
  const message = `An operator has muted you${untilWhen(until)}.`
  throw new ChatError('muted', { message })
}

function submit(
  { session, services }: Context,
  { id, cid, text }: RequestOf<'send'>,
  chat: Chat,
): typeof LATER {
  if (chat.peerId !== 0) mustBeAllowed(services, chat.user, chat.peerId)
  if (session.isClosed) throw new ChatError('shutting_down')
  services.journal.submit({
    chat,
    cid,
    text,
    at: services.clock.now(),
    requestId: id,
    origin: session,
    deadlineMs: services.clock.monotonicMs() + MAX_WAIT_MS,
  })
  session.sendStarted()
  return LATER
}
