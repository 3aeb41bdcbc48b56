import { safeDate } from '../../client/safe-date.ts'
import type { Message } from '../../protocol/entities.ts'
import { COMMANDS } from '../commands/command-table.ts'
import { escapeField } from '../harmless.ts'
import type { Showing, ShownEvent } from '../showing.ts'
import type { Speech } from '../speech.ts'

type Field = string | number

/**
 * A showing as lines for scripts: a word that says what it is, then fields with tabs between them, in an order that does not change.
 * README.md beside this lists them. A list ends with the `ok` of its command.
 */
export function plainLines(showing: Showing, speech: Speech): string[] {
  switch (showing.kind) {
    case 'message':
      // Of what it has sent itself a script hears by `sent`.
      return showing.isEcho ? [] : [messageLine('msg', showing.message)]
    case 'pending':
    case 'closed':
      return showing.kind === 'closed' ? [line('ok', 'close', showing.chat)] : []
    case 'stored':
      return [line('sent', showing.message.chat, showing.stored.seq, showing.message.cid)]
    case 'refused': {
      const { message, error } = showing
      return [line('error', error.code, speech.error(error), message.chat, message.cid)]
    }
    case 'opened':
    case 'older':
      return historyLines(showing)
    case 'found': {
      const lines = showing.messages.map((message) => messageLine('found', message))
      return [...lines, line('ok', 'search', showing.more ? 'more' : 'all')]
    }
    case 'missed':
      return showing.isAsked ? missedLines(showing) : []
    case 'event':
      return eventLines(showing.event)
    case 'online':
      return [line('online', showing.me.user, showing.me.nickname)]
    case 'offline':
      return [line('offline', showing.pauseMs, speech.reason(showing.reason))]
    case 'ended':
      return [line('error', showing.error.code, speech.error(showing.error))]
    case 'done':
      return [line('ok', showing.command, ...showing.fields)]
    case 'failed':
      return [line('error', showing.code, showing.sentence)]
    case 'warning':
      return []
    default:
      return listLines(showing, speech)
  }
}

type ListShowing = Extract<
  Showing,
  { kind: 'friends' | 'requests' | 'users' | 'rooms' | 'members' | 'status' | 'help' }
>

function listLines(showing: ListShowing, speech: Speech): string[] {
  switch (showing.kind) {
    case 'friends':
      return [
        ...showing.friends.map(({ user, status, unread, nickname }) =>
          line('friend', user, status, unread, nickname),
        ),
        ...showing.blocked.map((user) => line('blocked', user)),
        line('ok', 'friends', ...cut(showing.isCut)),
      ]
    case 'requests':
      return [
        ...showing.requests.map(({ user, direction, nickname, note }) =>
          line('request', user, direction, nickname, note),
        ),
        line('ok', 'requests'),
      ]
    case 'users':
      return [
        ...showing.users.map(({ user, status, nickname, bio = '' }) =>
          line('user', user, status, nickname, bio),
        ),
        line('ok', 'find'),
      ]
    case 'rooms':
      return [
        ...showing.rooms.map(({ room, members, topic }) => line('room', room, members, topic)),
        line('ok', 'rooms'),
      ]
    case 'members':
      return [
        ...showing.members.map(({ user, role }) => line('member', showing.room, user, role)),
        line(
          'ok',
          'who',
          showing.room,
          showing.isPrivate ? 'private' : 'public',
          showing.topic,
          ...cut(showing.isCut),
        ),
      ]
    case 'status': {
      const { user, server, isOnline, unsent, openChat = '', key } = showing
      const link = isOnline ? 'online' : 'offline'
      const wire = key === undefined ? ['plain'] : ['tls', key]
      return [line('ok', 'status', user, server, link, unsent, openChat, ...wire)]
    }
    case 'help':
      return [
        ...(showing.about ?? COMMANDS).map(({ name, usage, help }) =>
          line('help', `/${name}`, usage ? speech.of(usage) : '', speech.of(help)),
        ),
        line('ok', 'help'),
      ]
  }
}

function historyLines(showing: Extract<Showing, { kind: 'opened' | 'older' }>): string[] {
  const { kind, chat, messages, more } = showing
  const command = kind === 'opened' ? 'open' : 'history'
  const lines = messages.map((message) => messageLine('history', message))
  return [...lines, line('ok', command, chat, more ? 'more' : 'all')]
}

function missedLines({ chats }: Extract<Showing, { kind: 'missed' }>): string[] {
  const lines = chats.flatMap(({ messages }) =>
    messages.map((message) => messageLine('missed', message)),
  )
  return [...lines, line('ok', 'missed')]
}

function eventLines(event: ShownEvent): string[] {
  switch (event.type) {
    case 'receipt':
      return [line('receipt', event.chat, event.user, event.received ?? '', event.read ?? '')]
    case 'cursor':
      return []
    case 'typing':
      return [line('typing', event.chat, event.user)]
    case 'presence':
      return [line('presence', event.user, event.status)]
    case 'friend.requested':
    case 'friend.accepted':
    case 'friend.removed':
      return [line(event.type, event.user, event.nickname, event.note ?? '')]
    case 'room.joined':
    case 'room.left':
    case 'room.invited':
      return [line(event.type, event.room, event.user, event.by ?? '')]
    case 'recalled':
      return [line('recalled', event.chat, event.seq)]
    case 'notice':
      return [line('notice', event.from, event.text)]
  }
}

function messageLine(word: string, { chat, seq, from, at, text }: Message): string {
  return line(word, chat, seq, from, safeDate(at).toISOString(), text)
}

function cut(isCut: boolean): string[] {
  return isCut ? ['cut'] : []
}

function line(...fields: Field[]): string {
  return fields.map((field) => escapeField(String(field))).join('\t')
}
