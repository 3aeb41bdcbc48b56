import { inOrder, type ListedChat } from '../../client/chat-list.ts'
import type { RoomSummary, User } from '../../protocol/entities.ts'
import { foldName, isRoomAddress, roomName } from '../../protocol/names.ts'
import type { App } from '../desk/app.ts'
import type { Desk } from '../desk/desk.ts'
import { joinRoom } from '../desk/room-acts.ts'
import { lastOwn } from '../model/last-own.ts'
import type { PanelName } from '../model/place.ts'
import { THEMES } from '../model/settings.ts'
import { fill } from '../model/speech.ts'
import type { PaletteEntry } from './palette.tsx'

/** What the server knows beside what is known here. */
export interface Discovered {
  readonly users: readonly User[]
  readonly rooms: readonly RoomSummary[]
}

/** Everybody and everything that one can go to, and what one can do. */
export function paletteItems(app: App, desk: Desk, found: Discovered | undefined): PaletteEntry[] {
  const known = inOrder(desk.circle.list.value)
  const isKnown = new Set(known.map(({ chat }) => foldName(chat)))
  const users = found?.users.filter(({ user }) => !isKnown.has(foldName(user)) && !desk.isMe(user))
  const rooms = found?.rooms.filter(({ room }) => !isKnown.has(foldName(room)))
  return [
    ...known.map((listed) => chatItem(app, listed)),
    ...(users ?? []).map((user) => personItem(app, user)),
    ...(rooms ?? []).map((room) => roomItem(app, desk, room)),
    ...commands(app, desk),
  ]
}

function chatItem(app: App, { chat, name, status, unread }: ListedChat): PaletteEntry {
  const isRoom = isRoomAddress(chat)
  return {
    key: `chat ${chat}`,
    label: isRoom ? roomName(chat) : name,
    words: [chat],
    sign: isRoom ? '#' : '',
    ...(status !== undefined && { status }),
    detail:
      unread > 0
        ? fill(app.texts.unreadCount, { count: unread })
        : isRoom
          ? ''
          : differing(chat, name),
    isUrgent: unread > 0,
    run: () => app.go({ chat }),
  }
}

function personItem(app: App, { user, nickname, status }: User): PaletteEntry {
  return {
    key: `user ${user}`,
    label: nickname || user,
    words: [user],
    sign: '',
    status,
    detail: fill(app.texts.notFriendYet, { user }),
    run: () => app.go({ chat: user, panel: 'details' }),
  }
}

function roomItem(app: App, desk: Desk, { room, topic, members }: RoomSummary): PaletteEntry {
  const join = async (): Promise<void> => {
    try {
      app.go({ chat: await joinRoom(desk, room) })
    } catch (error) {
      app.failed(error)
    }
  }
  return {
    key: `room ${room}`,
    label: roomName(room),
    words: [room],
    sign: '#',
    detail: [app.texts.joinRoom, fill(app.texts.memberCount, { count: members }), topic]
      .filter(Boolean)
      .join(' · '),
    run: () => void join(),
  }
}

/** Behind all that fits: the words may be in what was said. */
export function searchItem(app: App, word: string): PaletteEntry {
  return {
    key: 'search-word',
    label: fill(app.texts.searchFor, { word }),
    sign: '⌕',
    detail: '',
    run: () => {
      app.searchWord.value = word
      app.openPanel('search')
    },
  }
}

function commands(app: App, desk: Desk): PaletteEntry[] {
  const { texts } = app
  // Whoever reads Chinese may type English.
  const command = (english: string, label: string, run: () => void, detail = ''): PaletteEntry => ({
    key: english,
    label,
    words: [english],
    sign: '›',
    detail,
    run,
  })
  const panel = (english: string, label: string, name: PanelName): PaletteEntry =>
    command(english, label, () => app.openPanel(name))
  const isAway = desk.isAway.value
  const themes = { auto: texts.useThemeAuto, light: texts.useThemeLight, dark: texts.useThemeDark }
  return [
    panel('add friend', texts.addFriend, 'people'),
    panel('find room', texts.findRoom, 'rooms'),
    panel('search', texts.searchAll, 'search'),
    ...recallCommand(app, desk, command),
    command(isAway ? 'back' : 'away', isAway ? texts.imBack : texts.showAway, () => {
      desk.setAway(!isAway).catch(app.failed)
    }),
    panel('settings', texts.settings, 'settings'),
    ...THEMES.map((theme) => command(`theme ${theme}`, themes[theme], () => app.change({ theme }))),
    panel('keys', texts.keysTitle, 'keys'),
    command('log out', texts.logOut, () => void app.logOut()),
  ]
}

function recallCommand(
  app: App,
  desk: Desk,
  command: (english: string, label: string, run: () => void, detail?: string) => PaletteEntry,
): PaletteEntry[] {
  const conversation = desk.current.peek()
  if (conversation === undefined) return []
  const last = lastOwn(conversation.window, (user) => desk.isMe(user), app.now())
  if (last?.mayRecall !== true) return []
  const { seq, text } = last.message
  const recall = (): void => {
    desk.recall(conversation, seq).then(() => app.tell(app.texts.recalledIt), app.failed)
  }
  return [command('recall', app.texts.recallLast, recall, text.slice(0, 60))]
}

const differing = (chat: string, name: string): string => (chat === name ? '' : chat)
