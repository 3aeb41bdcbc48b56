import type { Static, TObject } from 'typebox'
import {
  At,
  ChatAddress,
  ChatState,
  FriendRequest,
  Message,
  RoomMember,
  RoomSummary,
  Seq,
  User,
} from './entities.ts'
import type { ErrorCode } from './error-codes.ts'
import { PROTOCOL_VERSION } from './limits.ts'
import type { RequestId, RequestType } from './requests.ts'
import { Type } from './type.ts'

/** Set where a list was cut, by `limit` or by the size of a frame [P-2]. */
const More = Type.Boolean()
const MoreIfCut = Type.Optional(Type.Literal(true))

/** What `ok` carries besides `type` and `id`, by the `type` of the request. */
export const REPLIES = {
  hello: Type.Object({
    server: Type.String(),
    protocol: Type.Literal(PROTOCOL_VERSION),
    maxFrameBytes: Type.Integer(),
    registration: Type.Union([Type.Literal('open'), Type.Literal('closed')]),
  }),
  register: Type.Object({ me: User }),
  login: Type.Object({
    token: Type.String(),
    me: User,
    friends: Type.Array(User),
    requests: Type.Array(FriendRequest),
    chats: Type.Array(ChatState),
    more: MoreIfCut,
  }),
  logout: Type.Object({}),
  send: Type.Object({
    chat: ChatAddress,
    seq: Seq,
    at: At,
    dup: Type.Optional(Type.Literal(true)),
  }),
  received: Type.Object({}),
  read: Type.Object({}),
  typing: Type.Object({}),
  history: Type.Object({ chat: ChatAddress, messages: Type.Array(Message), more: More }),
  missed: Type.Object({
    chats: Type.Array(
      Type.Object({ chat: ChatAddress, head: Seq, messages: Type.Array(Message), more: More }),
    ),
    more: More,
  }),
  friends: Type.Object({
    friends: Type.Array(User),
    requests: Type.Array(FriendRequest),
    /** Who this user has blocked, friends or not. */
    blocked: Type.Array(Type.String()),
    more: MoreIfCut,
  }),
  'friend.request': Type.Object({
    state: Type.Union([Type.Literal('requested'), Type.Literal('accepted')]),
  }),
  'friend.accept': Type.Object({}),
  'friend.decline': Type.Object({}),
  'friend.remove': Type.Object({}),
  'friend.block': Type.Object({}),
  'friend.unblock': Type.Object({}),
  'users.find': Type.Object({ users: Type.Array(User) }),
  'profile.set': Type.Object({ me: User }),
  'presence.set': Type.Object({}),
  'password.change': Type.Object({}),
  'room.create': Type.Object({ room: ChatAddress }),
  'room.join': Type.Object({
    room: ChatAddress,
    members: Type.Array(RoomMember),
    /** The room's newest seq when this user became a member: whatever is newer will be pushed. */
    head: Seq,
    more: MoreIfCut,
  }),
  'room.leave': Type.Object({ room: ChatAddress }),
  'room.invite': Type.Object({}),
  'room.kick': Type.Object({}),
  'room.info': Type.Object({
    room: ChatAddress,
    topic: Type.String(),
    private: Type.Boolean(),
    members: Type.Array(RoomMember),
    more: MoreIfCut,
  }),
  'rooms.find': Type.Object({ rooms: Type.Array(RoomSummary) }),
  search: Type.Object({
    messages: Type.Array(Message),
    more: More,
    /** For `page`; there where `more` is true. */
    next: Type.Optional(Type.String()),
  }),
  recall: Type.Object({}),
  ping: Type.Object({}),
} as const satisfies Record<RequestType, TObject>

export type ReplyOf<T extends RequestType> = Static<(typeof REPLIES)[T]>

export type OkFrame<T extends RequestType = RequestType> = {
  type: 'ok'
  id: RequestId
} & ReplyOf<T>

/** [P-5] */
export interface ErrorFrame {
  type: 'error'
  id?: RequestId
  code: ErrorCode
  message: string
  field?: string
  retryAfterMs?: number
}
