import type { ChatClientError } from '../../client/wire/chat-client-error.ts'
import type { Desk } from '../desk/desk.ts'
import { useApp } from './app-context.ts'
import { Mark } from './bits.tsx'
import { Countdown, TryNow } from './countdown.tsx'

/** A token is there, and the server has not answered yet. */
export function Starting({ desk }: { desk: Desk }) {
  const app = useApp()
  const { say } = app
  const link = desk.link.value
  return (
    <main class="door">
      <div class="door-card" role="status">
        <Mark />
        <h1>
          Teahouse <span lang="zh">茶馆</span>
        </h1>
        <p class="hint">{link.kind === 'online' ? say('connecting') : <Countdown link={link} />}</p>
        {link.kind === 'offline' && (
          <div class="row">
            <TryNow />
            <button type="button" class="small" onClick={() => app.signedOut()}>
              {say('someoneElse')}
            </button>
          </div>
        )}
      </div>
    </main>
  )
}

/** The server has ended it, and coming back by itself would be wrong. */
export function Ended({ error }: { error: ChatClientError }) {
  const app = useApp()
  const { say } = app
  return (
    <main class="door">
      <div class="card door-card" role="alert">
        <Mark />
        <h1>{say(error.code === 'banned' ? 'bannedTitle' : 'endedTitle')}</h1>
        <p>{app.sayError(error)}</p>
        <p class="hint">{say(error.code === 'banned' ? 'bannedHint' : 'endedHint')}</p>
        <button type="button" class="primary" onClick={() => app.again()}>
          {say('logInAgain')}
        </button>
      </div>
    </main>
  )
}
