import type { Static, TObject, TProperties } from 'typebox'
import { ChatAddress, Cid, Seq, Text, UserName } from './entities.ts'
import {
  DEFAULT_PAGE,
  MAX_BIO_LENGTH,
  MAX_DEVICE_LENGTH,
  MAX_NICKNAME_LENGTH,
  MAX_NOTE_LENGTH,
  MAX_PAGE,
  MAX_PAGE_MARK_LENGTH,
  MAX_PASSWORD_LENGTH,
  MAX_QUERY_LENGTH,
  MAX_REQUEST_ID_LENGTH,
  MAX_TOPIC_LENGTH,
  MIN_PASSWORD_LENGTH,
} from './limits.ts'
import { NAME_RULE, ROOM_NAME_PATTERN } from './names.ts'
import { Type } from './type.ts'

/** [P-4] What ties a reply to its request. */
export const RequestId = Type.Union(
  [
    Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }),
    Type.String({ maxLength: MAX_REQUEST_ID_LENGTH }),
  ],
  { description: `an integer or a string of at most ${MAX_REQUEST_ID_LENGTH} characters` },
)
export type RequestId = Static<typeof RequestId>

const Password = Type.String({ minLength: MIN_PASSWORD_LENGTH, maxLength: MAX_PASSWORD_LENGTH })
/** At log-in any string is a possible password: a short one is wrong, not malformed. */
const AnyPassword = Type.String({ maxLength: 1024 })
/** One line: no control characters. */
export const Nickname = Type.String({
  pattern: `^[^\\p{Cc}]{1,${MAX_NICKNAME_LENGTH}}$`,
  description: `1 to ${MAX_NICKNAME_LENGTH} characters on one line`,
})
const Room = Type.String({
  pattern: ROOM_NAME_PATTERN,
  description: `${NAME_RULE}, with or without #`,
})
const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_PAGE, default: DEFAULT_PAGE }))
const Query = Type.String({ minLength: 1, maxLength: MAX_QUERY_LENGTH })

function request<Name extends string, Fields extends TProperties>(type: Name, fields: Fields) {
  return Type.Object({ type: Type.Literal(type), id: Type.Optional(RequestId), ...fields })
}

/** Everything a client may say, by `type`. A field that is not named here is ignored. */
export const REQUESTS = {
  hello: request('hello', {
    client: Type.Optional(Type.String({ maxLength: 64 })),
    lang: Type.Optional(Type.String({ maxLength: 35 })),
  }),
  register: request('register', {
    user: UserName,
    password: Password,
    nickname: Type.Optional(Nickname),
  }),
  /** Either `user` and `password`, or `token`: the command refuses anything else. */
  login: request('login', {
    user: Type.Optional(Type.String({ maxLength: 64 })),
    password: Type.Optional(AnyPassword),
    token: Type.Optional(Type.String({ maxLength: 256 })),
    device: Type.Optional(Type.String({ maxLength: MAX_DEVICE_LENGTH })),
  }),
  logout: request('logout', {}),
  send: request('send', { chat: ChatAddress, cid: Cid, text: Text }),
  received: request('received', { chat: ChatAddress, seq: Seq }),
  read: request('read', { chat: ChatAddress, seq: Seq }),
  typing: request('typing', { chat: ChatAddress }),
  /** At most one of `before` and `after`. */
  history: request('history', {
    chat: ChatAddress,
    before: Type.Optional(Seq),
    after: Type.Optional(Seq),
    limit: Limit,
  }),
  missed: request('missed', { limit: Limit }),
  friends: request('friends', {}),
  'friend.request': request('friend.request', {
    user: UserName,
    note: Type.Optional(Type.String({ maxLength: MAX_NOTE_LENGTH })),
  }),
  'friend.accept': request('friend.accept', { user: UserName }),
  'friend.decline': request('friend.decline', { user: UserName }),
  'friend.remove': request('friend.remove', { user: UserName }),
  'friend.block': request('friend.block', { user: UserName }),
  'friend.unblock': request('friend.unblock', { user: UserName }),
  'users.find': request('users.find', { query: Query, limit: Limit }),
  'profile.set': request('profile.set', {
    nickname: Type.Optional(Nickname),
    bio: Type.Optional(Type.String({ maxLength: MAX_BIO_LENGTH })),
  }),
  'presence.set': request('presence.set', {
    status: Type.Union([Type.Literal('online'), Type.Literal('away')], {
      description: '"online" or "away"',
    }),
  }),
  'password.change': request('password.change', { old: AnyPassword, new: Password }),
  'room.create': request('room.create', {
    room: Room,
    topic: Type.Optional(Type.String({ maxLength: MAX_TOPIC_LENGTH })),
    private: Type.Optional(Type.Boolean()),
  }),
  'room.join': request('room.join', { room: Room }),
  'room.leave': request('room.leave', { room: Room }),
  'room.invite': request('room.invite', { room: Room, user: UserName }),
  'room.kick': request('room.kick', { room: Room, user: UserName }),
  'room.info': request('room.info', { room: Room }),
  'rooms.find': request('rooms.find', {
    query: Type.Optional(Type.String({ maxLength: MAX_QUERY_LENGTH })),
    limit: Limit,
  }),
  search: request('search', {
    query: Query,
    chat: Type.Optional(ChatAddress),
    limit: Limit,
    /** Where a former reply's `next` says that it goes on. */
    page: Type.Optional(Type.String({ maxLength: MAX_PAGE_MARK_LENGTH })),
  }),
  recall: request('recall', { chat: ChatAddress, seq: Seq }),
  ping: request('ping', {}),
} as const satisfies Record<string, TObject>

export type RequestType = keyof typeof REQUESTS
export type RequestOf<T extends RequestType> = Static<(typeof REQUESTS)[T]>
export type Request = { [T in RequestType]: RequestOf<T> }[RequestType]
