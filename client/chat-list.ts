import type { Status } from '../protocol/entities.ts'
import { ASSISTANT } from '../protocol/limits.ts'
import { foldName, isRoomAddress } from '../protocol/names.ts'
import type { Roster } from './roster.ts'

/** A friend, a room, or somebody else one has talked to, as the list shows them. */
export interface ListedChat {
  readonly chat: string
  readonly name: string
  /** Of a friend. */
  readonly status?: Status
  readonly unread: number
}

export interface ChatList {
  readonly friends: readonly ListedChat[]
  /** Direct chats with people who are no friends (any more). */
  readonly others: readonly ListedChat[]
  readonly rooms: readonly ListedChat[]
}

const ORDER: readonly Status[] = ['online', 'away', 'offline']
const collator = new Intl.Collator()

/** Friends who are there come first, and the assistant, who always is, last of them; else everything goes by name, so that little moves. */
export function listChats(roster: Roster): ChatList {
  const friends = roster.friends.map(({ user, nickname, status }) => ({
    chat: user,
    name: nickname || user,
    status,
    unread: roster.chat(user).unread,
  }))
  const isFriend = new Set(friends.map(({ chat }) => foldName(chat)))
  const rooms: ListedChat[] = []
  const others: ListedChat[] = []
  for (const { chat, unread } of roster.chats) {
    if (isRoomAddress(chat)) rooms.push({ chat, name: chat, unread })
    else if (!isFriend.has(foldName(chat))) others.push({ chat, name: chat, unread })
  }
  const byName = (a: ListedChat, b: ListedChat): number => collator.compare(a.name, b.name)
  const rank = ({ chat, status = 'offline' }: ListedChat): number =>
    chat === ASSISTANT ? ORDER.length : ORDER.indexOf(status)
  return {
    friends: friends.toSorted((a, b) => rank(a) - rank(b) || byName(a, b)),
    others: others.toSorted(byName),
    rooms: rooms.toSorted(byName),
  }
}

export const inOrder = ({ friends, others, rooms }: ChatList): ListedChat[] => [
  ...friends,
  ...others,
  ...rooms,
]

/** The chat so many places after another one; round the end. */
export function chatBeside(
  list: readonly ListedChat[],
  chat: string | undefined,
  step: -1 | 1,
  fits: (listed: ListedChat) => boolean = () => true,
): ListedChat | undefined {
  const at =
    chat === undefined ? -1 : list.findIndex((one) => foldName(one.chat) === foldName(chat))
  const start = at === -1 && step === -1 ? 0 : at
  for (let distance = 1; distance <= list.length; distance += 1) {
    const index = (start + step * distance + list.length * 2) % list.length
    const listed = list[index]
    if (listed !== undefined && fits(listed)) return listed
  }
  return undefined
}
