import type { FriendRequest, User } from '../../protocol/entities.ts'
import { MAX_SERVER_FRAME_BYTES } from '../../protocol/limits.ts'
import type { Directory } from '../directory/directory.ts'
import type { OnlineUser } from '../directory/online-user.ts'
import { statusFor } from '../directory/presence.ts'
import type { Person, Relation } from '../storage/store.ts'

/** [P-8] A person as `viewer` sees them. */
export function asUser(directory: Directory, viewer: OnlineUser, person: Person): User {
  const { id, name, nickname, bio } = person
  return {
    user: name,
    nickname,
    ...(bio === '' ? {} : { bio }),
    status: statusFor(directory, viewer, id),
  }
}

export function asMe({ name, nickname, bio, status }: OnlineUser): User {
  return { user: name, nickname, ...(bio === '' ? {} : { bio }), status }
}

export interface Circle {
  friends: User[]
  requests: FriendRequest[]
  blocked: string[]
  more?: true
}

/** The friends, the open requests and the blocked of a user, with the assistant first: it is everyone's friend [P-10]. */
export function circleOf(
  directory: Directory,
  viewer: OnlineUser,
  relations: readonly Relation[],
  assistant: Person,
): Circle {
  const friends = [asUser(directory, viewer, assistant)]
  const requests: FriendRequest[] = []
  const blocked: string[] = []
  for (const { person, state, blocks, note } of relations) {
    if (state === 'friends') {
      const friend = asUser(directory, viewer, person)
      friends.push(blocks ? { ...friend, blocked: true } : friend)
    } else if (state !== 'none') {
      requests.push({ user: person.name, nickname: person.nickname, note, direction: state })
    }
    if (blocks) blocked.push(person.name)
  }
  return cutToFrame({ friends, requests, blocked })
}

/** Lists this short fit whatever their entries hold: 500 control characters in a bio are 3,000 bytes of JSON. */
const SURELY_FITS = 90
/** A third of a frame each; the rest of it is for the chats of a log-in. */
const LIST_BYTES = Math.floor(MAX_SERVER_FRAME_BYTES / 3) - 4_096

function cutToFrame(circle: Circle): Circle {
  if (circle.friends.length + circle.requests.length + circle.blocked.length <= SURELY_FITS) {
    return circle
  }
  const friends = cutToBytes(circle.friends, LIST_BYTES)
  const requests = cutToBytes(circle.requests, LIST_BYTES / 2)
  const blocked = cutToBytes(circle.blocked, LIST_BYTES / 2)
  const isCut = friends.isCut || requests.isCut || blocked.isCut
  return {
    friends: friends.kept,
    requests: requests.kept,
    blocked: blocked.kept,
    ...(isCut ? { more: true } : {}),
  }
}

/** [P-2] As many entries from the start as fit. */
export function cutToBytes<T>(list: readonly T[], bytes: number): { kept: T[]; isCut: boolean } {
  const kept: T[] = []
  let used = 0
  for (const entry of list) {
    used += Buffer.byteLength(JSON.stringify(entry)) + 1
    if (used > bytes) return { kept, isCut: true }
    kept.push(entry)
  }
  return { kept, isCut: false }
}
