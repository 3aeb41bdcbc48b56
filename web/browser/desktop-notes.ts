export type Permission = 'granted' | 'denied' | 'default' | 'impossible'

/** Browsers have notifications only for pages that came over TLS, or from this very machine. */
export function notePermission(): Permission {
  return isSecureContext && 'Notification' in globalThis ? Notification.permission : 'impossible'
}

/** Only ever called because somebody asked for it in the settings. */
export async function askForNotes(): Promise<Permission> {
  if (notePermission() === 'impossible') return 'impossible'
  return await Notification.requestPermission()
}

export interface Note {
  title: string
  text: string
  /** Notes with the same tag replace each other: two tabs show one. */
  tag: string
  onClick(): void
}

export function showNote({ title, text, tag, onClick }: Note): void {
  if (notePermission() !== 'granted') return
  try {
    const note = new Notification(title, { body: text, tag, icon: './icon.svg' })
    note.addEventListener('click', () => {
      focus()
      onClick()
      note.close()
    })
  } catch {
    // Chromium on Android has the function and throws: the title and the sound have to do.
  }
}
