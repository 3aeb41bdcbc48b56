import stringWidth from 'string-width'
import type { FriendRequest, Status, User } from '../../protocol/entities.ts'
import { harmlessLine } from '../harmless.ts'
import type { FriendLine, Showing } from '../showing.ts'
import { ruleLine, type Style } from './message-lines.ts'
import type { Paint } from './paint.ts'

type Shows<Kind extends Showing['kind']> = Extract<Showing, { kind: Kind }>

const SIGNS: Readonly<Record<Status, string>> = { online: '●', away: '◐', offline: '○' }
export const STATUS_TEXTS = { online: 'online', away: 'away', offline: 'offline' } as const
const REQUEST_TEXTS = { incoming: 'incoming', outgoing: 'outgoing' } as const
const ORDER: readonly Status[] = ['online', 'away', 'offline']

export function statusSign(paint: Paint, status: Status): string {
  const sign = SIGNS[status]
  if (status === 'online') return paint.leaf(sign)
  return status === 'away' ? paint.amber(sign) : paint.soft(sign)
}

/** A name, with the user name behind it where that is another: commands take the latter. */
export function fullName(user: string, nickname: string): string {
  return nickname === '' || nickname === user
    ? harmlessLine(user)
    : `${harmlessLine(nickname)} (${harmlessLine(user)})`
}

export function friendsLines(style: Style, showing: Shows<'friends'>): string[] {
  const { paint, speech } = style
  const { friends, requests, blocked, isCut } = showing
  if (friends.length === 0 && requests.length === 0) return [speech.say('noFriendsYet')]
  const rows = friends
    .toSorted(
      (a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || a.user.localeCompare(b.user),
    )
    .map((friend) => [fullName(friend.user, friend.nickname), friendState(style, friend)] as const)
  const width = widest(rows.map(([name]) => name))
  return [
    ruleLine(style, paint.bold(speech.say('friends'))),
    ...rows.map(([name, [sign, state]]) => `  ${sign} ${pad(name, width)}  ${state}`.trimEnd()),
    ...(requests.length > 0 ? requestsLines(style, { kind: 'requests', requests }) : []),
    ...(blocked.length > 0
      ? [paint.soft(speech.say('blockedPeople', { names: speech.list(blocked.map(harmlessLine)) }))]
      : []),
    ...(isCut ? [paint.soft(speech.say('cut'))] : []),
  ]
}

/** The sign, and the words behind the name. */
function friendState({ paint, speech }: Style, friend: FriendLine): readonly [string, string] {
  const words = [paint.soft(speech.say(STATUS_TEXTS[friend.status]))]
  if (friend.blocked) words.push(paint.amber(speech.say('blocked')))
  if (friend.unread > 0) words.push(paint.clay(speech.say('unread', { count: friend.unread })))
  return [statusSign(paint, friend.status), words.join('  ')]
}

export function requestsLines(style: Style, { requests }: Shows<'requests'>): string[] {
  const { speech, paint } = style
  if (requests.length === 0) return [speech.say('noRequests')]
  return [
    ruleLine(style, paint.bold(speech.say('requests'))),
    ...requests.map((request) => requestLine(style, request)),
  ]
}

function requestLine({ paint, speech }: Style, request: FriendRequest): string {
  const user = harmlessLine(request.user)
  const note = request.note === '' ? '' : ` “${harmlessLine(request.note)}”`
  const state = speech.say(REQUEST_TEXTS[request.direction], { user })
  return `  ${fullName(request.user, request.nickname)}${note}  ${paint.soft(state)}`
}

export function usersLines(style: Style, { users }: Shows<'users'>): string[] {
  const { paint, speech } = style
  if (users.length === 0) return [speech.say('nobodyFound')]
  return users.map((user: User) => {
    const bio = user.bio ? `  ${paint.soft(harmlessLine(user.bio))}` : ''
    return `  ${statusSign(paint, user.status)} ${fullName(user.user, user.nickname)}${bio}`
  })
}

export function roomsLines(style: Style, { rooms }: Shows<'rooms'>): string[] {
  const { paint, speech } = style
  if (rooms.length === 0) return [speech.say('noRooms')]
  const width = widest(rooms.map(({ room }) => harmlessLine(room)))
  return [
    ruleLine(style, paint.bold(speech.say('rooms'))),
    ...rooms.map(({ room, topic, members }) => {
      const count = paint.soft(speech.say('memberCount', { count: members }))
      return `  ${pad(harmlessLine(room), width)}  ${count}  ${harmlessLine(topic)}`.trimEnd()
    }),
  ]
}

export function membersLines(style: Style, showing: Shows<'members'>): string[] {
  const { paint, speech } = style
  const { room, topic, isPrivate, members, isCut } = showing
  const title = [
    harmlessLine(room),
    isPrivate ? speech.say('privateRoom') : '',
    harmlessLine(topic),
  ]
  return [
    ruleLine(style, paint.bold(title.filter((part) => part !== '').join(' · '))),
    `${speech.say('members')} (${members.length}): ${speech.list(
      members.map(({ user, role }) =>
        role === 'owner'
          ? `${harmlessLine(user)} ${paint.soft(`(${speech.say('owner')})`)}`
          : harmlessLine(user),
      ),
    )}`,
    ...(isCut ? [paint.soft(speech.say('cut'))] : []),
  ]
}

export function statusLines({ paint, speech }: Style, showing: Shows<'status'>): string[] {
  const { user, server, key, isOnline, unsent, openChat } = showing
  const state = isOnline
    ? `${paint.leaf('●')} ${speech.say('online')}`
    : `${paint.amber('○')} ${speech.say('offlineMark')}`
  const open = openChat === undefined ? '' : `  › ${harmlessLine(openChat)}`
  const wire = key === undefined ? paint.amber(speech.say('noTls')) : `tls ${key}`
  return [`${harmlessLine(user)}@${server}  ${state}  ◌ ${unsent}${open}`, `  ${wire}`]
}

export function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => stringWidth(text)))
}

/** Filled with blanks to so many columns, which are not the same as letters. */
export function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - stringWidth(text)))
}
