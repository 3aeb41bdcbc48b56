import { MAX_NAME_LENGTH, MIN_NAME_LENGTH } from './limits.ts'

/**
 * [P-6] Letters and digits of any script, `_`, `-` and `.`. Marks (\p{M}) belong to letters in most scripts of India
 * and South-East Asia and in Arabic, so a rule without them would shut those names out.
 */
const NAME_CHARACTERS = `[\\p{L}\\p{N}\\p{M}_.-]{${MIN_NAME_LENGTH},${MAX_NAME_LENGTH}}`
/** The same in words, for people. */
export const NAME_RULE = `${MIN_NAME_LENGTH} to ${MAX_NAME_LENGTH} letters or digits of any script, _ - and dots`
export const USER_NAME_PATTERN = `^${NAME_CHARACTERS}$`
/** A room, with or without the `#` that makes it a `chat`. */
export const ROOM_NAME_PATTERN = `^#?${NAME_CHARACTERS}$`
/** What `chat` takes: a user name, or `#` and a room's name. */
export const CHAT_PATTERN = ROOM_NAME_PATTERN

const USER_NAME = new RegExp(USER_NAME_PATTERN, 'u')
const ASCII = /^[\x20-\x7e]*$/

/**
 * The form in which names are compared and searched: NFKC and case folded, in the program, so that every database
 * agrees. Upper case before lower case is what makes it a full folding (ß = SS, ς = σ), which neither alone is.
 */
export function foldName(name: string): string {
  if (ASCII.test(name)) return name.toLowerCase()
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC')
}

/** A name must obey the rule both as written and folded: `ﷺ` is one letter, and eighteen with spaces after NFKC. */
export function isName(name: string): boolean {
  return USER_NAME.test(name) && USER_NAME.test(foldName(name))
}

export const isRoomAddress = (chat: string): boolean => chat.charCodeAt(0) === 0x23 /* # */
export const roomAddress = (name: string): string => `#${name}`
/** The room's name without the `#`, whichever way it was written. */
export const roomName = (room: string): string => (isRoomAddress(room) ? room.slice(1) : room)
