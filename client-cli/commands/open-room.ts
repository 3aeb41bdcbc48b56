import { isRoomAddress, roomAddress } from '../../protocol/names.ts'
import type { CommandContext } from './command.ts'
import { UsageError } from './command.ts'

export function sayNoOpenChat({ face, speech }: CommandContext): void {
  face.show({ kind: 'failed', code: 'no_open_chat', sentence: speech.say('noOpenChat') })
}

/** The room that a command is about: the one that is named, else the one that is open. @throws UsageError */
export function roomOf({ talk }: CommandContext, typed: string): string {
  if (typed !== '') return asRoom(typed)
  const { openChat } = talk
  if (openChat === undefined || !isRoomAddress(openChat)) throw new UsageError()
  return openChat
}

/** People leave the # out. */
export function asRoom(typed: string): string {
  return isRoomAddress(typed) ? typed : roomAddress(typed)
}
