import { effect } from '@preact/signals'
import { options, render } from 'preact'
import type { AroundThePage } from './browser/around-the-page.ts'
import { localShelf, onKeptElsewhere } from './browser/local-shelf.ts'
import { hashRouter } from './browser/router.ts'
import { App } from './desk/app.ts'
import { LOGIN_KEY } from './desk/kept-login.ts'
import { loadWords } from './desk/words.ts'
import { readSettings } from './model/settings.ts'
import { AppContext } from './views/app-context.ts'
import { AppView } from './views/app-view.tsx'
import { half, loadHalf } from './views/later.tsx'
import { openWebSocket, serverUrl } from './wire/open-web-socket.ts'

// Many messages may come in one frame of the screen, and one drawing is enough for them. Nobody sees a hidden page; timers still run in it.
options.debounceRendering = (draw) => {
  if (document.hidden) setTimeout(draw, 50)
  else requestAnimationFrame(draw)
}

/** First what one came for. */
const REST_AFTER_MS = 1_000

async function start(root: HTMLElement): Promise<void> {
  const shelf = localShelf()
  const settings = readSettings(shelf, navigator.languages)
  let around: AroundThePage | undefined
  const app = new App({
    settings,
    words: await loadWords(settings.language),
    open: openWebSocket(serverUrl(location)),
    shelf,
    router: hashRouter(),
    now: () => Date.now(),
    isWatched: () => !document.hidden && document.hasFocus(),
    onArrival: (arrival) => around?.arrived(arrival),
    onSeen: (user, chat, seq) => around?.seen({ user, chat, seq }),
  })
  listen(app)
  app.begin()
  root.textContent = ''
  render(
    <AppContext.Provider value={app}>
      <AppView />
    </AppContext.Provider>,
    root,
  )
  effect(() => {
    around ??= half.value?.aroundThePage(app, shelf)
  })
  setTimeout(() => {
    loadHalf().catch(() => {
      // The server is away: it comes with the first part that is opened. Until then messages make no sound.
    })
  }, REST_AFTER_MS)
}

/** What happens to the page as a whole. */
function listen(app: App): void {
  onKeptElsewhere(LOGIN_KEY, (kept) => {
    if (kept === undefined) app.signedOut()
  })
  const looked = (): void => app.looked()
  addEventListener('focus', looked)
  document.addEventListener('visibilitychange', looked)
  addEventListener('pagehide', () => app.leaving())
  addEventListener('online', () => app.hurry())
  effect(() => {
    const { language, theme } = app.settings.value
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
    if (theme === 'auto') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = theme
  })
}

const root = document.getElementById('app')
if (root !== null) void start(root)
