import { useRef } from 'preact/hooks'
import { ASSISTANT } from '../../protocol/limits.ts'
import { isRoomAddress, roomName } from '../../protocol/names.ts'
import type { ScrollKeeper } from '../browser/scroll-keeper.ts'
import type { Conversation } from '../desk/conversation.ts'
import { around, fill } from '../model/speech.ts'
import { useApp, useDesk } from './app-context.ts'
import { IconButton, StatusSign } from './bits.tsx'
import { Composer } from './composer.tsx'
import { MessageList } from './message-list.tsx'

/** One conversation: who it is with, what was said, and where one writes. */
export function ConversationView({ conversation }: { conversation: Conversation }) {
  const { texts } = useApp()
  const desk = useDesk()
  const { chat } = conversation
  const keeper = useRef<ScrollKeeper>(undefined)
  const name = isRoomAddress(chat) ? chat : desk.circle.nameOf(chat)
  return (
    <main class="conversation" aria-label={fill(texts.conversationWith, { name })}>
      <Header chat={chat} />
      <MessageList key={chat} conversation={conversation} keeper={keeper} />
      <Typing />
      <Composer key={chat} conversation={conversation} keeper={keeper} />
    </main>
  )
}

function Header({ chat }: { chat: string }) {
  const app = useApp()
  const desk = useDesk()
  const { texts } = app
  const { panel } = app.place.value
  const isRoom = isRoomAddress(chat)
  const friend = isRoom ? undefined : desk.circle.friend(chat)
  const toggle = (which: 'details' | 'search'): void => {
    if (panel === which) app.back()
    else if (panel === undefined) app.go({ chat, panel: which })
    else app.goInstead({ chat, panel: which })
  }
  return (
    <header class="bar">
      <IconButton class="only-narrow" icon="back" label={texts.back} onClick={() => app.back()} />
      <h1 class="chat-title">
        {friend !== undefined && <StatusSign status={friend.status} />}
        {isRoom && <span class="sign soft">#</span>}
        <bdi class="name">{isRoom ? roomName(chat) : desk.circle.nameOf(chat)}</bdi>
        {friend !== undefined && friend.nickname !== friend.user && (
          <bdi class="soft user-name">{friend.user}</bdi>
        )}
        {!isRoom && friend === undefined && <span class="soft">{texts.notFriend}</span>}
        {chat === ASSISTANT && <span class="soft">{texts.assistantHint}</span>}
      </h1>
      <IconButton
        icon="search"
        label={texts.search}
        isPressed={panel === 'search'}
        onClick={() => toggle('search')}
      />
      <IconButton
        icon="details"
        label={isRoom ? texts.roomDetails : texts.personDetails}
        isPressed={panel === 'details'}
        onClick={() => toggle('details')}
      />
    </header>
  )
}

const MOST_NAMED = 3

function Typing() {
  const { texts } = useApp()
  const desk = useDesk()
  const typists = desk.typing.value
  const [before, behind] = around(texts.isTyping, 'name')
  const names = typists.slice(0, MOST_NAMED).map((user) => desk.circle.nameOf(user))
  return (
    <p class="typing" aria-live="off">
      {typists.length > 0 && (
        <>
          {before}
          <bdi>{names.join(texts.separator)}</bdi>
          {typists.length > MOST_NAMED && ` +${typists.length - MOST_NAMED}`}
          {behind}
          <span class="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
        </>
      )}
    </p>
  )
}
