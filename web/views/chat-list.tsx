import type { ListedChat } from '../../client/chat-list.ts'
import { foldName, isRoomAddress, roomName } from '../../protocol/names.ts'
import { placeToHash } from '../model/place.ts'
import { fill } from '../model/speech.ts'
import { useApp, useDesk } from './app-context.ts'
import { Empty, IconButton, Mark, StatusSign } from './bits.tsx'

/** Who and what one can talk to, and what waits there. */
export function ChatList() {
  const app = useApp()
  const { texts } = app
  const { friends, others, rooms } = useDesk().circle.list.value
  return (
    <nav class="list" aria-label={texts.chats}>
      <Header />
      <div class="list-scroll">
        <Waiting />
        <Section
          title={texts.friends}
          chats={friends}
          action={texts.addFriend}
          onAction={() => app.openPanel('people')}
        />
        {friends.length <= 1 && <Empty>{texts.noFriends}</Empty>}
        <Section
          title={texts.rooms}
          chats={rooms}
          action={texts.findRoom}
          onAction={() => app.openPanel('rooms')}
        />
        {rooms.length === 0 && <Empty>{texts.noRooms}</Empty>}
        {others.length > 0 && <Section title={texts.others} chats={others} />}
      </div>
    </nav>
  )
}

function Header() {
  const app = useApp()
  const { texts } = app
  const desk = useDesk()
  const me = desk.circle.me.value
  return (
    <header class="bar list-header">
      <button type="button" class="me" onClick={() => app.openPanel('settings')}>
        <Mark />
        <span class="me-names">
          <bdi class="name">{me?.nickname}</bdi>
          <MyStatus />
        </span>
        <span class="hidden">{texts.settings}</span>
      </button>
      <IconButton
        icon="search"
        label={texts.find}
        onClick={() => (app.isPaletteOpen.value = true)}
      />
    </header>
  )
}

function MyStatus() {
  const { texts } = useApp()
  const desk = useDesk()
  if (desk.link.value.kind !== 'online')
    return <span class="my-status soft">○ {texts.notConnected}</span>
  const status = desk.isAway.value ? 'away' : 'online'
  return (
    <span class={`my-status ${status}`}>
      {status === 'away' ? '◐' : '●'} {texts[status]}
    </span>
  )
}

/** Requests and invitations that want an answer. */
function Waiting() {
  const app = useApp()
  const count = useDesk().circle.toAnswer.value
  if (count === 0) return null
  return (
    <button type="button" class="to-answer" onClick={() => app.openPanel('people')}>
      <span aria-hidden="true">!</span> {fill(app.texts.toAnswer, { count })}
    </button>
  )
}

interface SectionProps {
  title: string
  chats: readonly ListedChat[]
  action?: string
  onAction?(): void
}

function Section({ title, chats, action, onAction }: SectionProps) {
  return (
    <section aria-label={title}>
      <div class="list-title">
        <h2>{title}</h2>
        {action !== undefined && (
          <button type="button" class="add" aria-label={action} title={action} onClick={onAction}>
            +
          </button>
        )}
      </div>
      <ul>
        {chats.map((listed) => (
          <ListedView key={listed.chat} listed={listed} />
        ))}
      </ul>
    </section>
  )
}

function ListedView({ listed }: { listed: ListedChat }) {
  const app = useApp()
  const desk = useDesk()
  const { chat, name, status, unread } = listed
  const isCurrent = foldName(app.place.value.chat ?? '') === foldName(chat)
  const isNamed = desk.circle.mentioned.value.has(foldName(chat))
  const isRoom = isRoomAddress(chat)
  return (
    <li>
      <a
        class={`listed${unread > 0 ? ' has-unread' : ''}`}
        href={placeToHash({ chat })}
        aria-current={isCurrent ? 'page' : undefined}
        onClick={(event) => {
          // With Ctrl or the middle button it opens in a tab of its own, as links do.
          if (event.ctrlKey || event.metaKey || event.shiftKey) return
          event.preventDefault()
          app.go({ chat })
        }}
      >
        {isRoom ? <span class="sign soft">#</span> : status && <StatusSign status={status} />}
        {!isRoom && status === undefined && <span class="sign" />}
        <bdi class="name">{isRoom ? roomName(name) : name}</bdi>
        {unread > 0 && (
          <span class="badge figures">
            {isNamed && (
              <span role="img" aria-label={app.texts.namesYou}>
                @
              </span>
            )}
            {unread > 999 ? '999+' : unread}
            <span class="hidden"> {app.texts.unreadWord}</span>
          </span>
        )}
      </a>
    </li>
  )
}
