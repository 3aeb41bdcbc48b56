import type { Desk } from '../desk/desk.ts'
import { useApp } from './app-context.ts'
import { Mark } from './bits.tsx'
import { Countdown, TryNow } from './countdown.tsx'

/** A token is there, and the server has not answered yet. */
export function Starting({ desk }: { desk: Desk }) {
  const app = useApp()
  const { texts } = app
  const link = desk.link.value
  return (
    <main class="door">
      <div class="door-card" role="status">
        <Mark />
        <h1>
          Teahouse <span lang="zh">茶馆</span>
        </h1>
        <p class="hint">{link.kind === 'online' ? texts.connecting : <Countdown link={link} />}</p>
        {link.kind === 'offline' && (
          <div class="row">
            <TryNow />
            <button type="button" class="small" onClick={() => app.signedOut()}>
              {texts.someoneElse}
            </button>
          </div>
        )}
      </div>
    </main>
  )
}
