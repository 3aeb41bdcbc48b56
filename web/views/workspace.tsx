import { useEffect } from 'preact/hooks'
import { useApp, useDesk } from './app-context.ts'
import { ChatList } from './chat-list.tsx'
import { ConversationView } from './conversation-view.tsx'
import { later, loadRest } from './later.tsx'
import { Banners, Hearing, RemarkView } from './notices.tsx'
import { useShortcuts } from './use-shortcuts.ts'
import { Welcome } from './welcome.tsx'

const Details = later(async () => (await import('./details.tsx')).Details)
const Keys = later(async () => (await import('./keys.tsx')).Keys)
const Palette = later(async () => (await import('./palette.tsx')).Palette)
const People = later(async () => (await import('./people.tsx')).People)
const Rooms = later(async () => (await import('./rooms.tsx')).Rooms)
const Search = later(async () => (await import('./search.tsx')).Search)
const SettingsView = later(async () => (await import('./settings-view.tsx')).SettingsView)
/** First what one came for. */
const REST_AFTER_MS = 1_000

/** Everything that somebody sees who is in: the list, the conversation, and what lies beside or over them. */
export function Workspace() {
  const app = useApp()
  const desk = useDesk()
  const { chat, panel } = app.place.value
  useShortcuts(app, desk)
  useEffect(() => desk.turnTo(chat), [desk, chat])
  useEffect(() => {
    const timer = setTimeout(loadRest, REST_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
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
        {app.say('skip')}
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
