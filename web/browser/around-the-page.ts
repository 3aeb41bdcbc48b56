import type { App } from '../desk/app.ts'
import { ArrivalBell } from '../desk/arrival-bell.ts'
import type { Arrival } from '../desk/desk-options.ts'
import type { Shelf } from '../model/shelf.ts'
import { Chime } from './chime.ts'
import { showNote } from './desktop-notes.ts'
import { OtherTabs, type SeenElsewhere } from './other-tabs.ts'
import { showTitle } from './title-bar.ts'

/** What happens outside of the page's own space: its title, sound, notifications, other tabs. */
export interface AroundThePage {
  arrived(arrival: Arrival): void
  seen(seen: SeenElsewhere): void
}

export function aroundThePage(app: App, shelf: Shelf): AroundThePage {
  const tabs = new OtherTabs()
  const chime = new Chime()
  const bell = new ArrivalBell({ app, shelf, ring: () => chime.ring(), show: showNote })
  tabs.onSeen(({ user, chat, seq }) => app.seenElsewhere(user, chat, seq))
  showTitle(app)
  return {
    arrived: (arrival) => bell.arrived(arrival),
    seen: (seen) => tabs.tellSeen(seen),
  }
}
