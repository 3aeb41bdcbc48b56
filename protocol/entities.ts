import type { Static } from 'typebox'
import { MAX_CID_LENGTH, MAX_TEXT_LENGTH } from './limits.ts'
import { CHAT_PATTERN, NAME_RULE, USER_NAME_PATTERN } from './names.ts'
import { Type } from './type.ts'

/** [P-6] A user's name as it was registered. */
export const UserName = Type.String({ pattern: USER_NAME_PATTERN, description: NAME_RULE })
/** [P-6] A conversation as the receiver sees it: a user's name, or `#` and a room's name. */
export const ChatAddress = Type.String({
  pattern: CHAT_PATTERN,
  description: `a user's name, or # and a room's: ${NAME_RULE}`,
})
/** [P-7] A message's number in its conversation: 1, 2, 3 … without gaps. 0 stands for "before the first". */
export const Seq = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
/** [P-7] Milliseconds since 1970, UTC, given by the server. */
export const At = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
/** [P-7] The client's own id of a message. */
export const Cid = Type.String({
  pattern: `^[\\x00-\\x7f]{1,${MAX_CID_LENGTH}}$`,
  description: `1 to ${MAX_CID_LENGTH} ASCII characters`,
})
/** [P-8] */
export const Text = Type.String({ minLength: 1, maxLength: MAX_TEXT_LENGTH })

export const Status = Type.Union([
  Type.Literal('online'),
  Type.Literal('away'),
  Type.Literal('offline'),
])
export type Status = Static<typeof Status>

/** [P-8] A person as others see them. `blocked` is set where the receiver has blocked this user. */
export const User = Type.Object({
  user: UserName,
  nickname: Type.String(),
  bio: Type.Optional(Type.String()),
  status: Status,
  blocked: Type.Optional(Type.Boolean()),
})
export type User = Static<typeof User>

/** [P-8] A message as its receiver sees it. A recalled one has an empty text. */
export const Message = Type.Object({
  chat: ChatAddress,
  seq: Seq,
  from: UserName,
  cid: Cid,
  at: At,
  text: Type.String({ maxLength: MAX_TEXT_LENGTH }),
  recalled: Type.Optional(Type.Literal(true)),
})
export type Message = Static<typeof Message>

/** A friend request that nobody has answered yet. */
export const FriendRequest = Type.Object({
  user: UserName,
  nickname: Type.String(),
  note: Type.String(),
  direction: Type.Union([Type.Literal('incoming'), Type.Literal('outgoing')]),
})
export type FriendRequest = Static<typeof FriendRequest>

/** How far a conversation has got (`head`, its newest seq) and how far this user has (`received`, `read`). */
export const ChatState = Type.Object({ chat: ChatAddress, head: Seq, received: Seq, read: Seq })
export type ChatState = Static<typeof ChatState>

export const Role = Type.Union([Type.Literal('owner'), Type.Literal('member')])
export type Role = Static<typeof Role>

export const RoomMember = Type.Object({ user: UserName, role: Role })
export type RoomMember = Static<typeof RoomMember>

/** A room as lists show it; `members` is their number. */
export const RoomSummary = Type.Object({
  room: ChatAddress,
  topic: Type.String(),
  members: Type.Integer({ minimum: 0 }),
})
export type RoomSummary = Static<typeof RoomSummary>
