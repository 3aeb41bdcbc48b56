import type { RefObject } from 'preact'
import type { ScrollKeeper } from '../browser/scroll-keeper.ts'
import type { Conversation } from '../desk/conversation.ts'
import type { Desk } from '../desk/desk.ts'

/** To the newest message. Out of the past it has to be fetched first: the end of what is here is not the end. */
export async function toLatest(
  desk: Desk,
  conversation: Conversation,
  keeper: RefObject<ScrollKeeper | undefined>,
): Promise<void> {
  if (conversation.window.hasNewer) await desk.chats.toLatest(conversation)
  keeper.current?.toEnd()
}
