import { fill } from '../model/speech.ts'
import { useApp, useDesk } from './app-context.ts'
import { Countdown, TryNow } from './countdown.tsx'
import { later } from './later.tsx'

const Announcements = later((half) => half.Announcements)

/** What everybody has to see first: that there is no connection, and what the operator announces. */
export function Banners() {
  const { texts } = useApp()
  const desk = useDesk()
  const link = desk.link.value
  const waiting = link.kind === 'online' ? 0 : desk.unsent.value
  return (
    <div class="banners">
      {link.kind !== 'online' && (
        <div class="banner offline" role="status">
          <span>
            <Countdown link={link} />
            {waiting > 0 && ` ${fill(texts.willBeSent, { count: waiting })}`}
          </span>
          <TryNow />
        </div>
      )}
      {desk.circle.notices.value.length > 0 && <Announcements />}
    </div>
  )
}

/** A word on what was just done. It goes by itself. */
export function RemarkView() {
  const remark = useApp().remark.value
  return (
    <div class="remarks" role="status">
      {remark !== undefined && <p class={remark.isBad ? 'remark bad' : 'remark'}>{remark.text}</p>}
    </div>
  )
}

/** Messages as they come in, for who listens. The list itself would be read again whenever older ones are put before it. */
export function Hearing() {
  const app = useApp()
  return (
    <div class="hidden" role="log" aria-live="polite" aria-label={app.texts.newMessages}>
      {app.heard.value.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  )
}
