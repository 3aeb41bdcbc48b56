import { encodeMsg, type Line } from '../../protocol/encode.ts'
import type { Entry } from '../journal/entry.ts'

/**
 * Hands a committed message to every session of every online member except the sending one [P-12]. Members who call the conversation the same
 * share one encoded line: in a room all of them, in a direct chat each side has its own.
 *
 * A repeated message is handed out only if nobody has been given it yet, as happens when the outcome of its commit was unknown.
 * @returns the number of sessions that were given it
 */
export function deliver(entry: Entry, seq: number, at: number): number {
  const { conversation, user: sender } = entry.chat
  if (seq <= conversation.head) return 0
  conversation.head = seq
  let copies = 0
  let address = ''
  let line: Line = ''
  let bytes = 0
  for (const chat of conversation.online) {
    // Said before this member joined a private room, and committed while they did.
    if (seq <= chat.floor) continue
    for (const session of chat.user.sessions) {
      if (session === entry.origin) continue
      if (chat.addressJson !== address) {
        address = chat.addressJson
        line = encodeMsg(address, seq, sender.nameJson, entry.cid, at, entry.text)
        bytes = Buffer.byteLength(line)
      }
      session.pushMessage(line, bytes, chat)
      copies += 1
    }
  }
  return copies
}
