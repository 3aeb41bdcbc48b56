import type { ChatState } from '../../protocol/entities.ts'
import { MAX_SERVER_FRAME_BYTES } from '../../protocol/limits.ts'
import { foldName, isRoomAddress, roomName } from '../../protocol/names.ts'
import { ChatError } from '../chat-error.ts'
import type { Chat, Member } from '../directory/conversation.ts'
import { FRIENDS, type OnlineUser } from '../directory/online-user.ts'
import { ASSISTANT_ID, type Person } from '../storage/store.ts'
import { type Context, userOf } from './command.ts'
import { cutToBytes } from './people.ts'
import type { Services } from './services.ts'

const CHATS_BYTES = Math.floor(MAX_SERVER_FRAME_BYTES / 3) - 4_096
/** So few fit however long their addresses are. */
const SURELY_FIT = 1_000

/** How far each chat is. Memory is newer than the database: heads by what is being delivered, cursors by up to a second. */
export function chatStates(user: OnlineUser): { kept: ChatState[]; isCut: boolean } {
  const states: ChatState[] = []
  for (const { address, conversation, received, read } of user.chats.values()) {
    states.push({ chat: address, head: conversation.head, received, read })
  }
  if (states.length < SURELY_FIT) return { kept: states, isCut: false }
  return cutToBytes(states, CHATS_BYTES)
}

/** The user that a direct address names. Rejects with `not_found`. */
export async function personAt({ services }: Context, address: string): Promise<Person> {
  const person = await services.storage.person(foldName(address))
  if (person === undefined) throw new ChatError('not_found', { field: 'chat' })
  return person
}

/** Why an address is none of the user's chats: rejects with `not_found` or `not_member`. */
export async function refuseRoom(context: Context, address: string): Promise<never> {
  await context.services.storage.roomInfo(userOf(context).id, foldName(roomName(address)))
  throw new ChatError('not_member')
}

/** [P-10] @throws ChatError `blocked` or `not_friends` */
export function mustBeAllowed(services: Services, user: Member, peerId: number): void {
  if (peerId === ASSISTANT_ID) return
  if (user.isBlocked(peerId)) throw new ChatError('blocked')
  if (services.access.directMessages === 'anyone') return
  if ((user.relation(peerId) & FRIENDS) === 0) throw new ChatError('not_friends')
}

/** A chat that memory does not know yet: a first message between two users, or no chat of this user at all. */
export async function openChat(context: Context, address: string): Promise<Chat> {
  const { services } = context
  const { directory, storage } = services
  const user = userOf(context)
  if (isRoomAddress(address)) return refuseRoom(context, address)
  const person = await personAt(context, address)
  if (person.id === user.id) {
    throw new ChatError('bad_request', { field: 'chat', message: 'This is you.' })
  }
  mustBeAllowed(services, user, person.id)
  const at = services.clock.now()
  const record = await storage.openDirect(user.id, person.id, at)
  // Of either a log-in may be under way that has not read of it.
  directory.changed(user.id)
  directory.changed(person.id)
  const peer = directory.user(person.id)
  // The other side first: once this side knows the chat, nobody opens it again [P-12].
  if (peer !== undefined && peer.chat(user.name) === undefined) {
    const mirrored = await storage.openDirect(peer.id, user.id, at)
    directory.addChat(directory.present(peer), mirrored)
  }
  return directory.addChat(directory.present(user), record)
}
