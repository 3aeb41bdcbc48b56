import { harmless, harmlessLine } from '../harmless.ts'
import type { ShownEvent } from '../showing.ts'
import { statusSign } from './list-lines.ts'
import type { Style } from './message-lines.ts'

/** An event of the server as a line above the prompt. `receipt` and `typing` show in the prompt. */
export function eventLines(style: Style, event: ShownEvent): string[] {
  switch (event.type) {
    case 'receipt':
    case 'cursor':
    case 'typing':
      return []
    case 'presence':
      return presenceLines(style, event)
    case 'friend.requested':
    case 'friend.accepted':
    case 'friend.removed':
      return friendLines(style, event)
    case 'room.joined':
    case 'room.left':
    case 'room.invited':
      return roomLines(style, event)
    case 'recalled': {
      const name = harmlessLine(style.nameOf(event.chat))
      return [style.paint.soft(style.speech.say('wasRecalled', { name }))]
    }
    case 'notice': {
      const { paint, speech } = style
      const from = harmlessLine(event.from)
      const bar = `\n  ${paint.amber('┆')} `
      const text = harmless(event.text).replaceAll('\n', bar)
      return [`${paint.amber(`» ${speech.say('announcement')} (${from})`)}: ${text}`]
    }
  }
}

const PRESENCE_TEXTS = { online: 'cameOnline', away: 'wentAway', offline: 'wentOffline' } as const

function presenceLines(style: Style, event: Extract<ShownEvent, { type: 'presence' }>): string[] {
  const { paint, speech } = style
  const name = harmlessLine(style.nameOf(event.user))
  const words = speech.say(PRESENCE_TEXTS[event.status], { name })
  return [`${statusSign(paint, event.status)} ${paint.soft(words)}`]
}

type FriendEvent = Extract<ShownEvent, { nickname: string }>

function friendLines({ paint, speech }: Style, event: FriendEvent): string[] {
  const user = harmlessLine(event.user)
  const name = harmlessLine(event.nickname) || user
  if (event.type === 'friend.removed') {
    const key = event.wasFriend ? 'noLongerFriends' : 'requestGone'
    return [paint.soft(speech.say(key, { name }))]
  }
  if (event.type === 'friend.accepted') return [`» ${speech.say('becameFriends', { name, user })}`]
  const note = event.note ? ` “${harmlessLine(event.note)}”` : ''
  return [paint.clay(`» ${speech.say('wantsToBeFriends', { name, user, note })}`)]
}

type RoomEvent = Extract<ShownEvent, { room: string }>

function roomLines(style: Style, event: RoomEvent): string[] {
  const { paint, speech } = style
  const room = harmlessLine(event.room)
  const name = harmlessLine(style.nameOf(event.user))
  if (event.type === 'room.invited')
    return [paint.clay(`» ${speech.say('invited', { name, room })}`)]
  const isMe = style.isMe(event.user)
  if (event.type === 'room.joined') {
    return [paint.soft(`» ${speech.say(isMe ? 'youJoined' : 'joined', { name, room })}`)]
  }
  if (event.by === undefined) {
    return [paint.soft(`» ${speech.say(isMe ? 'youLeft' : 'left', { name, room })}`)]
  }
  const by = style.isMe(event.by) ? speech.say('you') : harmlessLine(style.nameOf(event.by))
  const words = speech.say(isMe ? 'youWereRemoved' : 'removed', { name, room, by })
  return [paint.amber(`» ${words}`)]
}
