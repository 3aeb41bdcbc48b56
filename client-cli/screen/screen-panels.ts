import { inOrder, type ListedChat } from '../../client/chat-list.ts'
import type { RoomSummary, Status, User } from '../../protocol/entities.ts'
import { foldName } from '../../protocol/names.ts'
import { AMBER, CLAY, LEAF, SOFT, type Style } from '../../terminal/row.ts'
import type { Showing } from '../showing.ts'
import { STATUS_TEXTS } from '../terminal/list-lines.ts'
import type { Look } from './look.ts'
import { type Act, type Panel, type PanelItem, panelOf } from './panel.ts'
import { EVERY_COMMAND } from './screen-commands.ts'
import type { ScreenModel } from './screen-model.ts'
import { S } from './screen-texts.ts'

type Shows<Kind extends Showing['kind']> = Extract<Showing, { kind: Kind }>

const SIGNS: Readonly<Record<Status, [sign: string, style: Style]>> = {
  online: ['●', LEAF],
  away: ['◐', AMBER],
  offline: ['○', SOFT],
}
const ROOM_SIGN = '#'
const COMMAND_SIGN = '/'

/** What the server has found beside what is known here. */
export interface Discovered {
  readonly users: readonly User[]
  readonly rooms: readonly RoomSummary[]
}

/** Everybody and everything that one can go to, and the commands. */
export function findPanel(
  model: ScreenModel,
  look: Look,
  query = '',
  discovered?: Discovered,
): Panel {
  const { speech } = look
  const known = inOrder(model.list)
  const isKnown = new Set(known.map(({ chat }) => foldName(chat)))
  const users = discovered?.users.filter(({ user }) => !isKnown.has(foldName(user))) ?? []
  const rooms = discovered?.rooms.filter(({ room }) => !isKnown.has(foldName(room))) ?? []
  return panelOf({
    kind: 'find',
    title: speech.of(S.find),
    hint: speech.of(S.askOrSay),
    empty: speech.of(S.nothingFound),
    query,
    items: [
      ...known.map((listed) => chatItem(listed, look)),
      ...users.map((user) => userItem(user, look)),
      ...rooms.map((room) => roomItem(room, look)),
      ...EVERY_COMMAND.map(({ name, usage, help }) => ({
        sign: COMMAND_SIGN,
        signStyle: SOFT,
        label: name,
        detail: `${usage === undefined ? '' : `${speech.of(usage)} · `}${speech.of(help)}`,
        // Whoever reads Chinese may well type English.
        words: [help.en, help.zh],
        acts: { enter: usage === undefined ? run(`/${name}`) : type(`/${name} `) },
      })),
    ],
  })
}

export function inboxPanel(model: ScreenModel, { roster, speech, nameOf }: Look): Panel {
  const requests = roster.requests.map(({ user, nickname, note, direction }): PanelItem => {
    const label = fullName(user, nickname)
    const quoted = note === '' ? '' : ` “${note}”`
    if (direction === 'outgoing') {
      const acts = { d: run(`/remove ${user}`) }
      return { sign: '›', signStyle: SOFT, label, detail: speech.of(S.waitsForThem) + quoted, acts }
    }
    const accept = run(`/accept ${user}`)
    return {
      sign: '!',
      signStyle: CLAY,
      label,
      detail: speech.of(S.asksYou) + quoted,
      acts: { enter: accept, a: accept, d: run(`/decline ${user}`), b: run(`/block ${user}`) },
    }
  })
  const invitations = [...model.invitations].map(([room, user]): PanelItem => {
    const join = run(`/join ${room}`)
    const detail = speech.of(S.invitedBy, { name: nameOf(user) })
    const acts: Record<string, Act> = { enter: join, a: join, d: { kind: 'forget', room } }
    return { sign: ROOM_SIGN, signStyle: CLAY, label: room.slice(1), detail, acts }
  })
  const isIncoming = ({ sign }: PanelItem): number => (sign === '!' ? 0 : 1)
  return panelOf({
    kind: 'inbox',
    title: speech.of(S.inbox),
    hint: speech.of(S.inboxHint),
    empty: speech.say('noRequests'),
    items: [...requests, ...invitations].toSorted((a, b) => isIncoming(a) - isIncoming(b)),
  })
}

export function friendsPanel({ friends, blocked }: Shows<'friends'>, look: Look): Panel {
  const { speech } = look
  const items = friends.map(({ user, nickname, status, unread }) =>
    chatItem({ chat: user, name: fullName(user, nickname), status, unread }, look),
  )
  const blockedItems = blocked.map((user): PanelItem => {
    const acts = { enter: type(`/unblock ${user}`) }
    return { sign: '✗', signStyle: CLAY, label: user, detail: speech.say('blocked'), acts }
  })
  return list(speech.say('friends'), speech.of(S.friendsHint), [...items, ...blockedItems], look)
}

export function usersPanel({ users }: Shows<'users'>, look: Look): Panel {
  const items = users.map((user) => userItem(user, look))
  const panel = list(look.speech.of(S.people), look.speech.of(S.friendsHint), items, look)
  return { ...panel, empty: look.speech.say('nobodyFound') }
}

export function roomsPanel({ rooms }: Shows<'rooms'>, look: Look): Panel {
  const { speech } = look
  const items = rooms.map((room) => roomItem(room, look))
  return {
    ...list(speech.say('rooms'), speech.of(S.roomsHint), items, look),
    empty: speech.say('noRooms'),
  }
}

export function membersPanel(
  { room, topic, isPrivate, members, isCut }: Shows<'members'>,
  look: Look,
): Panel {
  const { speech } = look
  const items = members.map(({ user, role }): PanelItem => {
    const friend = look.roster.friend(user)
    const [sign, signStyle] = friend === undefined ? [' ', SOFT] : SIGNS[friend.status]
    const detail = [
      role === 'owner' ? speech.say('owner') : speech.of(S.member),
      look.isMe(user) ? speech.of(S.self) : '',
    ]
    const acts: Record<string, Act> = { k: run(`/kick ${user} ${room}`) }
    if (!look.isMe(user)) acts['enter'] = { kind: 'open', chat: user }
    const label = friend === undefined ? user : fullName(user, friend.nickname)
    return { sign, signStyle, label, detail: detail.filter(Boolean).join(' · '), acts }
  })
  const title = [room, isPrivate ? speech.say('privateRoom') : '', topic]
    .filter(Boolean)
    .join(' · ')
  const cut: PanelItem[] = isCut ? [{ label: '…', detail: speech.say('cut'), acts: {} }] : []
  return list(title, speech.of(S.membersHint), [...items, ...cut], look)
}

export function foundPanel({ query, messages, more }: Shows<'found'>, look: Look): Panel {
  const { speech, calendar } = look
  const items = messages.map(({ chat, seq, from, at, text }): PanelItem => {
    const day = calendar.day(at, look.now())
    const who = look.isMe(from) ? speech.say('you') : look.nameOf(from)
    const where = look.nameOf(chat)
    const label = where === who ? who : `${where} · ${who}`
    const detail = `${text.trim()}  ${day} ${calendar.time(at)}`
    return { label, detail, acts: { enter: { kind: 'jump', chat, seq } } }
  })
  if (more)
    items.push({ label: '…', detail: speech.say('foundMore'), acts: { enter: run('/search') } })
  const panel = list(speech.of(S.foundTitle, { query }), speech.of(S.foundHint), items, look)
  return { ...panel, empty: speech.say('nothingFound') }
}

export function textPanel(title: string, lines: readonly string[], { speech }: Look): Panel {
  const all = lines.flatMap((text) => text.split('\n'))
  return panelOf({ kind: 'text', title, hint: speech.of(S.backHint), lines: all })
}

function list(title: string, hint: string, items: readonly PanelItem[], { speech }: Look): Panel {
  return panelOf({ kind: 'list', title, hint, items, empty: speech.of(S.nothingFound) })
}

function chatItem({ chat, name, status, unread }: ListedChat, look: Look): PanelItem {
  const { speech } = look
  const [sign, signStyle] = status === undefined ? [ROOM_SIGN, SOFT] : SIGNS[status]
  const isRoom = chat.startsWith(ROOM_SIGN)
  const parts = [
    unread > 0 ? speech.say('unread', { count: unread }) : '',
    status === undefined
      ? speech.of(isRoom ? S.member : S.others)
      : speech.say(STATUS_TEXTS[status]),
  ]
  return {
    sign: isRoom || status !== undefined ? sign : ' ',
    signStyle,
    label: isRoom ? chat.slice(1) : name,
    detail: parts.filter(Boolean).join(' · '),
    words: [chat],
    acts: { enter: { kind: 'open', chat } },
  }
}

function userItem({ user, nickname, status, bio = '' }: User, look: Look): PanelItem {
  const { speech, roster } = look
  const [sign, signStyle] = SIGNS[status]
  const isFriend = roster.friend(user) !== undefined
  const state = look.isMe(user) ? speech.of(S.self) : isFriend ? '' : speech.of(S.notFriend)
  const acts: Record<string, Act> = look.isMe(user)
    ? {}
    : { enter: isFriend ? { kind: 'open', chat: user } : type(`/add ${user} `) }
  const detail = [state, bio].filter(Boolean).join(' · ')
  return { sign, signStyle, label: fullName(user, nickname), detail, words: [user, nickname], acts }
}

function roomItem({ room, topic, members }: RoomSummary, { speech, roster }: Look): PanelItem {
  const isIn = roster.chats.some(({ chat }) => foldName(chat) === foldName(room))
  const count = speech.say('memberCount', { count: members })
  const detail = [isIn ? '' : speech.of(S.notMember), count, topic].filter(Boolean).join(' · ')
  const enter: Act = isIn ? { kind: 'open', chat: room } : run(`/join ${room}`)
  return {
    sign: ROOM_SIGN,
    signStyle: SOFT,
    label: room.slice(1),
    detail,
    words: [room],
    acts: { enter },
  }
}

const fullName = (user: string, nickname: string): string =>
  nickname === '' || nickname === user ? user : `${nickname} (${user})`
const run = (line: string): Act => ({ kind: 'run', line })
const type = (text: string): Act => ({ kind: 'type', text })
