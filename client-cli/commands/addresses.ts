import { isName, isRoomAddress, roomAddress, roomName } from '../../protocol/names.ts'
import { typedError } from '../typed-error.ts'
import type { CommandContext } from './command.ts'

/** The chat that somebody means: a room, a user name, or a friend's nickname. @throws ChatClientError `bad_name` */
export function addressOf({ roster }: CommandContext, typed: string): string {
  return checked(roster.addressOf(typed))
}

/** People leave the # out. @throws ChatClientError `bad_name` */
export function asRoom(typed: string): string {
  return checked(isRoomAddress(typed) ? typed : roomAddress(typed))
}

/**
 * The room that a command is about: the one that is named, else the one that is open.
 * @throws ChatClientError `bad_name`, `no_open_room`
 */
export function roomOf({ talk }: CommandContext, typed: string): string {
  if (typed !== '') return asRoom(typed)
  const { openChat } = talk
  if (openChat === undefined || !isRoomAddress(openChat)) throw typedError('no_open_room')
  return openChat
}

export function sayNoOpenChat({ face, speech }: CommandContext): void {
  face.show({ kind: 'failed', code: 'no_open_chat', sentence: speech.say('noOpenChat') })
}

/** The server would say the same as a pattern. */
function checked(address: string): string {
  if (!isName(roomName(address))) throw typedError('bad_name')
  return address
}
