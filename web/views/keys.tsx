import type { TextKey } from '../texts/en-more.ts'
import { useApp } from './app-context.ts'
import { Dialog } from './dialog.tsx'

const KEYS: readonly (readonly [keys: string, what: TextKey])[] = [
  ['Ctrl K', 'keyPalette'],
  ['Alt ↑ Alt ↓', 'keyWalk'],
  ['Alt Shift ↓', 'keyUnread'],
  ['Enter', 'keySend'],
  ['Shift Enter', 'keyNewline'],
  ['↑', 'keyLast'],
  ['PageUp PageDown', 'keyScroll'],
  ['Esc', 'keyBack'],
  ['Ctrl /', 'keyHelp'],
]

export function Keys() {
  const app = useApp()
  return (
    <Dialog title={app.say('keysTitle')} onClose={() => app.back()}>
      <dl class="keys">
        {KEYS.map(([keys, what]) => (
          <div key={what}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{app.say(what)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
