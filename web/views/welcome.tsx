import { useApp, useDesk } from './app-context.ts'
import { Mark } from './bits.tsx'

/** No chat is open. */
export function Welcome() {
  const app = useApp()
  const desk = useDesk()
  const { say } = app
  const hasFriends = desk.circle.list.value.friends.length > 1
  return (
    <main class="welcome" aria-label={say('noChat')}>
      <Mark />
      <h1 class="welcome-line">{say(hasFriends ? 'welcomeBack' : 'welcomeNew')}</h1>
      <div class="row">
        <button type="button" class="primary" onClick={() => app.go({ panel: 'people' })}>
          {say('addFriend')}
        </button>
        <button type="button" onClick={() => app.go({ panel: 'rooms' })}>
          {say('findRoom')}
        </button>
        <button type="button" onClick={() => app.go({ chat: 'assistant' })}>
          {say('askAssistant')}
        </button>
      </div>
      <p class="hint keys-hint">
        <kbd>Ctrl</kbd> <kbd>K</kbd> {say('paletteHint')}
      </p>
    </main>
  )
}
