import { useEffect } from 'preact/hooks'
import { useApp, useDesk } from './app-context.ts'
import { ChatList } from './chat-list.tsx'
import { ConversationView } from './conversation-view.tsx'
import { later } from './later.tsx'
import { Banners, Hearing, RemarkView } from './notices.tsx'
import { useShortcuts } from './use-shortcuts.ts'
import { Welcome } from './welcome.tsx'

const Details = later((half) => half.Details)
const Keys = later((half) => half.Keys)
const Palette = later((half) => half.Palette)
const People = later((half) => half.People)
const Rooms = later((half) => half.Rooms)
const Search = later((half) => half.Search)
const SettingsView = later((half) => half.SettingsView)
/** Everything that somebody sees who is in: the list, the conversation, and what lies beside or over them. */
export function Workspace() {
  const app = useApp()
  const desk = useDesk()
  const { chat, panel } = app.place.value
  useShortcuts(app, desk)
  useEffect(() => desk.turnTo(chat), [desk, chat])
  const conversation = desk.current.value
  const isHere = chat !== undefined && conversation?.chat === chat
  const hasAside = panel === 'search' || (panel === 'details' && isHere)
  const shows = hasAside ? 'aside' : chat === undefined ? 'list' : 'chat'

  return (
    <>
      <button
        type="button"
        class="skip"
        onClick={() => {
          document.getElementById('message')?.focus()
        }}
      >
        {app.texts.skip}
      </button>
      <Banners />
      <div class={`workspace shows-${shows}`}>
        <ChatList />
        {isHere ? <ConversationView key={chat} conversation={conversation} /> : <Welcome />}
        {panel === 'search' && <Search />}
        {panel === 'details' && isHere && <Details key={chat} conversation={conversation} />}
      </div>
      {panel === 'people' && <People />}
      {panel === 'rooms' && <Rooms />}
      {panel === 'settings' && <SettingsView />}
      {panel === 'keys' && <Keys />}
      {app.isPaletteOpen.value && <Palette />}
      <RemarkView />
      <Hearing />
    </>
  )
}
