import { useEffect } from 'preact/hooks'
import { chatBeside, inOrder } from '../../client/chat-list.ts'
import type { App } from '../desk/app.ts'
import type { Desk } from '../desk/desk.ts'
import { isComposing } from '../model/entering.ts'

/** Keys that work wherever one is; `views/keys.tsx` lists them. */
export function useShortcuts(app: App, desk: Desk): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (isComposing(event) || event.defaultPrevented) return
      if (takeKey(app, desk, event)) event.preventDefault()
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [app, desk])
}

/** Answers whether the key was one of ours. */
function takeKey(app: App, desk: Desk, event: KeyboardEvent): boolean {
  const { key, altKey, shiftKey } = event
  const isCommand = (event.ctrlKey || event.metaKey) && !altKey
  const { chat, panel } = app.place.peek()
  if (isCommand && key.toLowerCase() === 'k') {
    app.isPaletteOpen.value = !app.isPaletteOpen.peek()
    return true
  }
  // What lies over everything has keys of its own.
  if (document.querySelector('dialog[open]') !== null) return false
  if (isCommand && key === '/') {
    app.openPanel('keys')
    return true
  }
  if (altKey && (key === 'ArrowUp' || key === 'ArrowDown')) {
    walk(app, desk, key === 'ArrowUp' ? -1 : 1, shiftKey)
    return true
  }
  if (key === 'Escape' && (chat !== undefined || panel !== undefined)) {
    app.back()
    return true
  }
  return false
}

/** To the chat above or below in the list; or to the next one with something unread. */
function walk(app: App, desk: Desk, step: -1 | 1, onlyUnread: boolean): void {
  const { chat } = app.place.peek()
  const next = chatBeside(
    inOrder(desk.circle.list.peek()),
    chat,
    step,
    ({ unread }) => !onlyUnread || unread > 0,
  )
  if (next !== undefined) app.go({ chat: next.chat })
  else if (onlyUnread) app.tell(app.texts.nothingUnread)
}
