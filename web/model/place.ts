import { isName, isRoomAddress, roomName } from '../../protocol/names.ts'

export const PANELS = ['people', 'rooms', 'settings', 'search', 'details', 'keys'] as const
export type PanelName = (typeof PANELS)[number]

/** Where one is: which chat, and what lies over it. The address bar says the same, so that the browser's own back button works. */
export interface Place {
  readonly chat?: string
  readonly panel?: PanelName
}

/** `#/chat/%23lunch/details` */
export function placeToHash({ chat, panel }: Place): string {
  const parts = chat === undefined ? [] : ['chat', encodeURIComponent(chat)]
  if (panel !== undefined) parts.push(panel)
  return `#/${parts.join('/')}`
}

/** What cannot be a place is the list. */
export function placeOfHash(hash: string): Place {
  const parts = hash.replace(/^#\/?/, '').split('/')
  const chat = parts[0] === 'chat' ? chatOf(parts[1]) : undefined
  const panel = PANELS.find((name) => name === parts.at(-1))
  return { ...(chat !== undefined && { chat }), ...(panel !== undefined && { panel }) }
}

/** Where "back" leads to, when nobody came from anywhere: out of the panel first, then out of the chat. */
export function placeAbove({ chat, panel }: Place): Place {
  return panel !== undefined && chat !== undefined ? { chat } : {}
}

function chatOf(part: string | undefined): string | undefined {
  try {
    const chat = decodeURIComponent(part ?? '')
    return isName(isRoomAddress(chat) ? roomName(chat) : chat) ? chat : undefined
  } catch {
    // A hash that somebody mistyped.
    return undefined
  }
}
