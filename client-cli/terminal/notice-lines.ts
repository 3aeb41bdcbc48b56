import { isRoomAddress } from '../../protocol/names.ts'
import { harmless, harmlessLine } from '../harmless.ts'
import type { Showing } from '../showing.ts'
import { helpLines } from './help-lines.ts'
import {
  friendsLines,
  membersLines,
  requestsLines,
  roomsLines,
  statusLines,
  usersLines,
} from './list-lines.ts'
import { DayLines, messageLines, REFUSED, ruleLine, type Style } from './message-lines.ts'

/** What is shown once and needs no memory of what was shown before. */
export type Notice = Extract<
  Showing,
  {
    kind:
      | 'missed'
      | 'found'
      | 'friends'
      | 'requests'
      | 'users'
      | 'rooms'
      | 'members'
      | 'status'
      | 'help'
      | 'done'
      | 'failed'
      | 'warning'
      | 'ended'
  }
>

export function noticeLines(style: Style, notice: Notice): string[] {
  const { paint, speech } = style
  switch (notice.kind) {
    case 'missed':
      return missedLines(style, notice)
    case 'found':
      return foundLines(style, notice)
    case 'friends':
      return friendsLines(style, notice)
    case 'requests':
      return requestsLines(style, notice)
    case 'users':
      return usersLines(style, notice)
    case 'rooms':
      return roomsLines(style, notice)
    case 'members':
      return membersLines(style, notice)
    case 'status':
      return statusLines(style, notice)
    case 'help':
      return helpLines(style, notice)
    case 'done':
      return [`${paint.leaf('»')} ${harmlessLine(notice.sentence)}`]
    case 'warning':
      return [paint.amber(`! ${harmlessLine(notice.sentence)}`), ...linesOf(notice.advice)]
    case 'failed':
      return [refusal(style, notice.sentence), ...linesOf(notice.advice)]
    case 'ended':
      return [refusal(style, speech.ended(notice.error)), ...linesOf(notice.error.advice)]
  }
}

const refusal = ({ paint }: Style, sentence: string): string =>
  paint.clay(`${REFUSED} ${harmlessLine(sentence)}`)

const linesOf = (advice = ''): string[] => (advice === '' ? [] : harmless(advice).split('\n'))

/** The offline messages, chat by chat; of many only the newest are spelt out. */
function missedLines(
  style: Style,
  { chats, isAsked }: Extract<Notice, { kind: 'missed' }>,
): string[] {
  const { paint, speech } = style
  if (chats.length === 0) return isAsked ? [speech.say('nothingMissed')] : []
  const lines = [ruleLine(style, paint.bold(speech.say('whileAway')))]
  for (const { chat, count, messages } of chats) {
    const name = harmlessLine(style.nameOf(chat))
    lines.push(`${paint.bold(name)} ${paint.clay(speech.say('unread', { count }))}`)
    // Which day it is need not be said of messages of today.
    const days = new DayLines(style, style.now())
    const hidden = count - messages.length
    if (hidden > 0)
      lines.push(
        paint.soft(`  ${speech.say('notShown', { count: hidden, chat: harmlessLine(chat) })}`),
      )
    for (const message of messages) {
      lines.push(...days.before(message.at), messageLines(style, message))
    }
  }
  return lines
}

/** Oldest first, as in a chat: what was said last is next to where one types. */
function foundLines(
  style: Style,
  { messages, more }: Extract<Notice, { kind: 'found' }>,
): string[] {
  const { paint, speech } = style
  const hint = more ? [paint.soft(`  ${speech.say('foundMore')}`)] : []
  if (messages.length === 0) return [speech.say('nothingFound'), ...hint]
  const days = new DayLines(style)
  const lines = messages.toReversed().flatMap((message) => {
    const { chat, from, at } = message
    // Of what a friend has said to this user the name says where.
    const isSaid = isRoomAddress(chat) || style.isMe(from)
    return [...days.before(at), messageLines(style, message, isSaid ? { to: chat } : {})]
  })
  return [ruleLine(style, paint.bold(speech.say('found'))), ...hint, ...lines]
}
