import { encodeFrame } from '../../protocol/encode.ts'
import type { Status } from '../../protocol/entities.ts'
import { ASSISTANT_ID } from '../storage/store.ts'
import type { Directory } from './directory.ts'
import { BLOCKED_BY, BLOCKS, type OnlineUser } from './online-user.ts'

/** Tells a user's friends how they are. */
export function announcePresence(directory: Directory, user: OnlineUser, status: Status): void {
  if (user.relations.size === 0) return
  const line = encodeFrame({ type: 'presence', user: user.name, status })
  for (const friendId of user.relations.keys()) {
    if (!user.isFriendOf(friendId)) continue
    const friend = directory.user(friendId)
    if (friend === undefined) continue
    for (const session of friend.sessions) session.pushEphemeral(line)
  }
}

/** What `viewer` may know of how a user is: who is blocked, either way, looks offline. */
export function statusFor(directory: Directory, viewer: OnlineUser, userId: number): Status {
  if (userId === ASSISTANT_ID) return directory.assistantStatus
  if ((viewer.relation(userId) & (BLOCKS | BLOCKED_BY)) !== 0) return 'offline'
  return directory.user(userId)?.status ?? 'offline'
}
