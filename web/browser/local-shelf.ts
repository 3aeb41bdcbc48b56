import { MemoryShelf, type Shelf } from '../model/shelf.ts'

/** All that this page keeps begins so. */
const PREFIX = 'teahouse:'

/** The browser's own storage; where it gives none (private windows, settings, a full disk) everything lasts as long as the page. */
export function localShelf(): Shelf {
  const memory = new MemoryShelf()
  const store = usableStorage()
  if (store === undefined) return memory
  return {
    get: (key) => memory.get(key) ?? store.getItem(PREFIX + key) ?? undefined,
    set(key, value) {
      try {
        store.setItem(PREFIX + key, value)
        memory.remove(key)
      } catch {
        // Full: this one lasts as long as the page.
        memory.set(key, value)
      }
    },
    remove(key) {
      memory.remove(key)
      store.removeItem(PREFIX + key)
    },
    keys() {
      const kept = Object.keys(store).filter((key) => key.startsWith(PREFIX))
      return [...new Set([...kept.map((key) => key.slice(PREFIX.length)), ...memory.keys()])]
    },
  }
}

/** Another tab changed what is kept under this key. */
export function onKeptElsewhere(key: string, changed: (value: string | undefined) => void): void {
  addEventListener('storage', (event) => {
    if (event.key === PREFIX + key) changed(event.newValue ?? undefined)
  })
}

function usableStorage(): Storage | undefined {
  try {
    localStorage.setItem(`${PREFIX}probe`, '')
    localStorage.removeItem(`${PREFIX}probe`)
    return localStorage
  } catch {
    // Merely asking for it may throw.
    return undefined
  }
}
