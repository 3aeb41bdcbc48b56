import { effect } from '@preact/signals'
import type { App } from '../desk/app.ts'
import { titleOf } from '../model/title.ts'

const PRODUCT = 'Teahouse 茶馆'

/** The tab's name and picture say whether something waits, from among twenty tabs. */
export function showTitle(app: App): void {
  effect(() => {
    const phase = app.phase.value
    const desk = phase.kind === 'signed-in' ? phase.desk : undefined
    const unread = desk?.circle.unread.value ?? 0
    const { chat } = app.place.value
    const name = chat === undefined || desk === undefined ? undefined : desk.circle.nameOf(chat)
    document.title = titleOf(unread, name, PRODUCT)
    const icon = document.getElementById('icon')
    if (icon instanceof HTMLLinkElement) icon.href = unread > 0 ? '/icon-unread.svg' : '/icon.svg'
  })
}
