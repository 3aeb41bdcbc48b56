// Runs on: storage worker
import { MAX_SERVER_FRAME_BYTES } from '../../protocol/limits.ts'
import { roomAddress } from '../../protocol/names.ts'
import type { ChatRecord, HistoryQuery, MessageRecord, Place, Store } from '../storage/store.ts'
import type { Pages } from './storage-api.ts'

/** Room for the frame's other fields: `type`, an `id` of 64 characters, `chat`. */
const PAGE_BYTES = MAX_SERVER_FRAME_BYTES - 4_096
/** Chats in one `missed`: more come with the next one, after these have been acknowledged. */
const MAX_MISSED_CHATS = 1_000

export function createPages(store: Store): Pages {
  return {
    async historyPage(chatAddress, query) {
      const page = await store.history(query)
      const chatJson = JSON.stringify(chatAddress)
      const cut = cutToFit(chatJson, page.messages, PAGE_BYTES, keepsNewest(query))
      return `"chat":${chatJson},"messages":[${cut.json}],"more":${page.more || cut.isCut}`
    },

    async missedPage(userId, limit) {
      const missed = await store.missed(userId, limit, MAX_MISSED_CHATS)
      const chats: string[] = []
      let room = PAGE_BYTES
      let isCut = false
      for (const { chat, messages, more } of missed.chats) {
        const chatJson = JSON.stringify(addressOf(chat))
        const head = `{"chat":${chatJson},"head":${chat.head},"messages":[`
        room -= Buffer.byteLength(head) + '],"more":false},'.length
        const cut = cutToFit(chatJson, messages, room, false)
        isCut = cut.json === '' && messages.length > 0
        if (isCut) break
        room -= cut.bytes
        chats.push(`${head}${cut.json}],"more":${more || cut.isCut}}`)
      }
      return `"chats":[${chats.join()}],"more":${missed.more || isCut}`
    },

    async searchPage(query) {
      const { found, next } = await store.search(query)
      const kept: string[] = []
      let room = PAGE_BYTES
      for (const { chat, message } of found) {
        const json = encodeMessage(JSON.stringify(addressOf(chat)), message)
        room -= Buffer.byteLength(json) + 1
        if (room < 0) break
        kept.push(json)
      }
      const first = found[kept.length]
      const goesOn = first === undefined ? next : placeOf(first)
      const end = goesOn === undefined ? '"more":false' : `"more":true,"next":"${markOf(goesOn)}"`
      return `"messages":[${kept.join()}],${end}`
    },
  }
}

const placeOf = ({ chat, message }: { chat: ChatRecord; message: MessageRecord }): Place => ({
  at: message.at,
  conversationId: chat.conversationId,
  seq: message.seq,
})

/** What a client gives back to go on; `server/commands/search.ts` reads it. */
const markOf = ({ at, conversationId, seq }: Place): string => `${at}-${conversationId}-${seq}`

const addressOf = (chat: ChatRecord): string =>
  chat.kind === 'room' ? roomAddress(chat.name) : chat.name

/** A page that goes back in time keeps the messages next to where it started. */
const keepsNewest = (query: HistoryQuery): boolean => query.after === undefined

/** As many messages as fit, from one end, in ascending order. One always fits: it is at most 8,000 characters of at most six bytes. */
function cutToFit(
  chatJson: string,
  messages: MessageRecord[],
  room: number,
  fromTheEnd: boolean,
): { json: string; bytes: number; isCut: boolean } {
  const kept: string[] = []
  let bytes = 0
  for (const message of fromTheEnd ? messages.toReversed() : messages) {
    const json = encodeMessage(chatJson, message)
    const length = Buffer.byteLength(json) + 1
    if (bytes + length > room) break
    bytes += length
    kept.push(json)
  }
  if (fromTheEnd) kept.reverse()
  return { json: kept.join(), bytes, isCut: kept.length < messages.length }
}

function encodeMessage(chatJson: string, message: MessageRecord): string {
  const { seq, sender, cid, at, text, recalled } = message
  const rest = JSON.stringify({
    seq,
    from: sender,
    cid,
    at,
    text,
    ...(recalled ? { recalled } : {}),
  })
  return `{"chat":${chatJson},${rest.slice(1)}`
}
