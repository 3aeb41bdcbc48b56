/** The second half of the page: what is not needed for the first sight of a conversation. It comes by itself a moment later. */

export { aroundThePage } from './browser/around-the-page.ts'
export { Announcements } from './views/announcements.tsx'
export { Details } from './views/details.tsx'
export { Ended } from './views/ended.tsx'
export { Keys } from './views/keys.tsx'
export { NoHistory } from './views/no-history.tsx'
export { Palette } from './views/palette.tsx'
export { People } from './views/people.tsx'
export { Refused } from './views/refused.tsx'
export { Rooms } from './views/rooms.tsx'
export { Search } from './views/search.tsx'
export { SettingsView } from './views/settings-view.tsx'
