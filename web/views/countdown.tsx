import { useEffect, useState } from 'preact/hooks'
import type { Link } from '../desk/desk-options.ts'
import { fill } from '../model/speech.ts'
import { useApp } from './app-context.ts'

type Offline = Extract<Link, { kind: 'offline' }>

/** Why there is no connection, and when it is tried again. */
export function Countdown({ link }: { link: Offline | { kind: 'connecting' } }) {
  const app = useApp()
  const { texts } = app
  const [, setSecond] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSecond((second) => second + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  if (link.kind === 'connecting') return <>{texts.connecting}</>
  const seconds = Math.max(0, Math.ceil((link.retryAt - app.now()) / 1000))
  return (
    <>
      {/* Said once, and not every second again. */}
      <span>
        {texts.notConnectedSentence} {app.sayReason(link.why)}
      </span>{' '}
      <span class="figures" aria-hidden="true">
        {fill(texts.tryingIn, { seconds })}
      </span>
    </>
  )
}

export function TryNow() {
  const app = useApp()
  return (
    <button type="button" class="small" onClick={() => app.hurry()}>
      {app.texts.tryNow}
    </button>
  )
}
