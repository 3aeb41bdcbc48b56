import { encodeFrame, type Line } from '../../protocol/encode.ts'
import { MAX_LISTED_MEMBERS, MAX_SERVER_FRAME_BYTES } from '../../protocol/limits.ts'
import { foldName, roomAddress, roomName } from '../../protocol/names.ts'
import type { ReplyOf } from '../../protocol/replies.ts'
import type { Conversation } from '../directory/conversation.ts'
import type { RoomJoin, RoomLeave, RoomRecord } from '../storage/store.ts'
import { type Context, userOf } from './command.ts'
import { cutToBytes } from './people.ts'

const MEMBERS_BYTES = MAX_SERVER_FRAME_BYTES - 8_192

export const foldRoom = (room: string): string => foldName(roomName(room))

/** Changes of one room wait for each other, so that memory learns of them in the order of the database. `whom`: the member that changes, if it is another. */
export function changeRoom<T>(
  context: Context,
  room: string,
  change: (folded: string) => Promise<T>,
  whom: string = userOf(context).name,
): Promise<T> {
  const { turns, doubts } = context.services
  const folded = foldRoom(room)
  return turns.take(`#${folded}`, () => doubts.during([foldName(whom)], () => change(folded)))
}

/** [P-2] */
export function membersOf(
  { members }: RoomRecord,
  count = members.length,
): Pick<ReplyOf<'room.info'>, 'members' | 'more'> {
  const list = members.map(({ user, role }) => ({ user, role }))
  const { kept } = cutToBytes(list, MEMBERS_BYTES)
  return { members: kept, ...(kept.length < count ? { more: true } : {}) }
}

/** The session's user is a member now: pushes begin with this step. @returns the room's newest seq so far */
export function enterRoom(context: Context, join: RoomJoin): number {
  const { directory } = context.services
  const user = directory.present(userOf(context))
  directory.changed(user.id)
  const { conversation, floor } = directory.addChat(user, join.chat)
  conversation.memberCount = join.chat.memberCount
  if (join.joined) {
    const event = { type: 'room.joined', room: roomAddress(join.name), user: user.name }
    tellMembers(context, conversation, user.id, encodeFrame(event))
  }
  return Math.max(conversation.head, floor)
}

/** Somebody is no longer a member, and everybody in the room hears of it, they themselves included. */
export function leftRoom(
  { services, session }: Context,
  { conversationId, name, person, memberCount }: RoomLeave,
  by?: string,
): void {
  const { directory } = services
  const room = roomAddress(name)
  const line = encodeFrame({
    type: 'room.left',
    room,
    user: person.name,
    ...(by === undefined ? {} : { by }),
  })
  directory.changed(person.id)
  const gone = directory.user(person.id)
  if (gone !== undefined) directory.removeChat(gone, foldName(room))
  directory.toUser(person.id, line, session)
  const conversation = directory.conversation(conversationId)
  if (conversation === undefined) return
  conversation.memberCount = memberCount
  if (isSmall(conversation)) directory.toMembers(conversation, line, session)
}

/** In a large room only the user's own other devices learn that they have joined. */
function tellMembers(
  { services, session }: Context,
  conversation: Conversation,
  userId: number,
  line: Line,
): void {
  if (isSmall(conversation)) services.directory.toMembers(conversation, line, session)
  else services.directory.toUser(userId, line, session)
}

const isSmall = ({ memberCount }: Conversation): boolean => memberCount <= MAX_LISTED_MEMBERS
