import type { ChatClientError } from '../../client/wire/chat-client-error.ts'
import { useApp } from './app-context.ts'
import { Mark } from './bits.tsx'

/** The server has ended it, and coming back by itself would be wrong. */
export function Ended({ error }: { error: ChatClientError }) {
  const app = useApp()
  const { texts } = app
  return (
    <main class="door">
      <div class="card door-card" role="alert">
        <Mark />
        <h1>{error.code === 'banned' ? texts.bannedTitle : texts.endedTitle}</h1>
        <p>{app.sayError(error)}</p>
        <p class="hint">{error.code === 'banned' ? texts.bannedHint : texts.endedHint}</p>
        <button type="button" class="primary" onClick={() => app.again()}>
          {texts.logInAgain}
        </button>
      </div>
    </main>
  )
}
