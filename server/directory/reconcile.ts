import { encodeFrame } from '../../protocol/encode.ts'
import type { Event } from '../../protocol/events.ts'
import { foldName, roomAddress } from '../../protocol/names.ts'
import type { LoginState, Relation } from '../storage/store.ts'
import type { Directory } from './directory.ts'
import { FRIENDS, type OnlineUser, relationBits } from './online-user.ts'
import { statusFor } from './presence.ts'

/**
 * Brings what memory knows of a user in line with what the database says, and tells the user's sessions of every difference, as if it had happened now.
 * `state` was read after the last change that `directory.changed` was told of.
 */
export function reconcile(directory: Directory, user: OnlineUser, state: LoginState): void {
  reconcileRelations(directory, user, state.relations)
  reconcileRooms(directory, user, state)
}

function reconcileRelations(
  directory: Directory,
  user: OnlineUser,
  relations: readonly Relation[],
): void {
  const lost = new Set(user.relations.keys())
  for (const relation of relations) {
    const { name, nickname, id } = relation.person
    const bits = relationBits(relation)
    if (bits === 0) continue
    lost.delete(id)
    const before = user.relation(id)
    if (before === bits) continue
    user.relations.set(id, bits)
    // Blocking ends no friendship, and who is blocked is told nothing but that the other is offline.
    const [was, is] = [(before & FRIENDS) !== 0, (bits & FRIENDS) !== 0]
    if (is && !was) tell(directory, user, { type: 'friend.accepted', user: name, nickname })
    if (was && !is) tell(directory, user, { type: 'friend.removed', user: name, nickname })
    if (!is) continue
    const status = statusFor(directory, user, id)
    tell(directory, user, { type: 'presence', user: name, status })
  }
  for (const id of lost) {
    const wasFriend = (user.relation(id) & FRIENDS) !== 0
    user.relations.delete(id)
    // Who is offline is not known by name here: that one is missing from the list at the next log-in.
    const gone = directory.user(id)
    if (gone === undefined || !wasFriend) continue
    tell(directory, user, { type: 'friend.removed', user: gone.name, nickname: gone.nickname })
  }
}

/** Direct chats come and go with their first message, which never is in doubt: only rooms are looked at. */
function reconcileRooms(directory: Directory, user: OnlineUser, { chats }: LoginState): void {
  const lost = new Map(
    [...user.chats].filter(([, { conversation }]) => conversation.kind === 'room'),
  )
  for (const record of chats) {
    if (record.kind !== 'room') continue
    const room = roomAddress(record.name)
    const known = lost.get(foldName(room))
    lost.delete(foldName(room))
    const isNew = known?.conversation.id !== record.conversationId
    directory.addChat(user, record).conversation.memberCount = record.memberCount
    if (isNew) tell(directory, user, { type: 'room.joined', room, user: user.name })
  }
  for (const [folded, { address }] of lost) {
    directory.removeChat(user, folded)
    tell(directory, user, { type: 'room.left', room: address, user: user.name })
  }
}

const tell = (directory: Directory, user: OnlineUser, event: Event): void =>
  directory.toUser(user.id, encodeFrame(event))
