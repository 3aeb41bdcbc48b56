import { useApp, useDesk } from './app-context.ts'
import { Mark } from './bits.tsx'

/** No chat is open. */
export function Welcome() {
  const app = useApp()
  const desk = useDesk()
  const { texts } = app
  const hasFriends = desk.circle.list.value.friends.length > 1
  return (
    <main class="welcome" aria-label={texts.noChat}>
      <Mark />
      <h1 class="welcome-line">{hasFriends ? texts.welcomeBack : texts.welcomeNew}</h1>
      <div class="row">
        <button type="button" class="primary" onClick={() => app.go({ panel: 'people' })}>
          {texts.addFriend}
        </button>
        <button type="button" onClick={() => app.go({ panel: 'rooms' })}>
          {texts.findRoom}
        </button>
        <button type="button" onClick={() => app.go({ chat: 'assistant' })}>
          {texts.askAssistant}
        </button>
      </div>
      <p class="hint keys-hint">
        <kbd>Ctrl</kbd> <kbd>K</kbd> {texts.paletteHint}
      </p>
    </main>
  )
}
