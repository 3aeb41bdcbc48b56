import { useApp } from './app-context.ts'
import { Dialog } from './dialog.tsx'

export function Keys() {
  const app = useApp()
  const { texts } = app
  const keys = [
    ['Ctrl K', texts.keyPalette],
    ['Alt ↑ Alt ↓', texts.keyWalk],
    ['Alt Shift ↓', texts.keyUnread],
    ['Enter', texts.keySend],
    ['Shift Enter', texts.keyNewline],
    ['↑', texts.keyLast],
    ['PageUp PageDown', texts.keyScroll],
    ['Esc', texts.keyBack],
    ['Ctrl /', texts.keyHelp],
  ] as const
  return (
    <Dialog title={texts.keysTitle} onClose={() => app.back()}>
      <dl class="keys">
        {keys.map(([stroke, what]) => (
          <div key={stroke}>
            <dt>
              {stroke.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
