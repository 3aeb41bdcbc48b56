import type { Static, TObject, TProperties } from 'typebox'
import { ChatAddress, Message, Seq, Status, UserName } from './entities.ts'
import { Type } from './type.ts'

function event<Name extends string, Fields extends TProperties>(type: Name, fields: Fields) {
  return Type.Object({ type: Type.Literal(type), ...fields })
}

const Head = Type.Object({ chat: ChatAddress, head: Seq })
const FriendFields = {
  user: UserName,
  nickname: Type.String(),
  note: Type.Optional(Type.String()),
}
/** `room.joined` and `room.left`: who did. `by` is set where somebody else did it to them. */
const RoomFields = { room: ChatAddress, user: UserName, by: Type.Optional(UserName) }

/** Everything the server says by itself, by `type`. */
export const EVENTS = {
  msg: event('msg', Message.properties),
  receipt: event('receipt', {
    chat: ChatAddress,
    user: UserName,
    received: Type.Optional(Seq),
    read: Type.Optional(Seq),
  }),
  /** One's own, moved by another session. */
  cursor: event('cursor', { chat: ChatAddress, read: Seq }),
  typing: event('typing', { chat: ChatAddress, user: UserName }),
  presence: event('presence', { user: UserName, status: Status }),
  'friend.requested': event('friend.requested', FriendFields),
  'friend.accepted': event('friend.accepted', FriendFields),
  'friend.removed': event('friend.removed', FriendFields),
  'room.joined': event('room.joined', RoomFields),
  'room.left': event('room.left', RoomFields),
  /** `user` is who invited. */
  'room.invited': event('room.invited', RoomFields),
  recalled: event('recalled', { chat: ChatAddress, seq: Seq }),
  resync: event('resync', { chats: Type.Array(Head) }),
  notice: event('notice', { text: Type.String(), from: Type.String() }),
  ping: event('ping', {}),
  bye: event('bye', {
    code: Type.String(),
    message: Type.String(),
    retryAfterMs: Type.Optional(Type.Integer()),
  }),
} as const satisfies Record<string, TObject>

export type EventType = keyof typeof EVENTS
export type EventOf<T extends EventType> = Static<(typeof EVENTS)[T]>
export type Event = { [T in EventType]: EventOf<T> }[EventType]
