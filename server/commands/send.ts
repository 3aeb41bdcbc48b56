import type { RequestOf } from '../../protocol/requests.ts'
import { ChatError } from '../chat-error.ts'
import type { Chat } from '../directory/conversation.ts'
import { mustBeAllowed, openChat } from './chats.ts'
import { type Command, type Context, LATER, userOf } from './command.ts'

/** A sender is kept waiting for the database no longer than this. */
const MAX_WAIT_MS = 5_000

/** The hot path: nothing here may wait or allocate more than the entry itself, except for the first message of a chat. */
export const send: Command<'send'> = {
  // Holds only for a chat that must be opened first: the messages behind it have to stay behind it [G-3].
  inOrder: true,

  handle(context, request) {
    const chat = userOf(context).chat(request.chat)
    if (chat !== undefined) return submit(context, request, chat)
    return openChat(context, request.chat).then((opened) => submit(context, request, opened))
  },
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
