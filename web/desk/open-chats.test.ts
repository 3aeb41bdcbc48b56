import t from 'tap'
import { ChatClientError } from '../../client/wire/chat-client-error.ts'
import type { Message } from '../../protocol/entities.ts'
import { KeptOutbox } from '../model/kept-outbox.ts'
import { MemoryShelf } from '../model/shelf.ts'
import { OpenChats, type OpenChatsPort } from './open-chats.ts'

type Asked = Parameters<OpenChatsPort['history']>[0]

const message = (seq: number, from = 'han'): Message => ({
  chat: 'han',
  seq,
  from,
  cid: `${from}-${seq}`,
  at: seq,
  text: 'x',
})

/** A server with so many messages; answers when it is told to. */
class Archive implements OpenChatsPort {
  readonly asked: Asked[] = []
  readonly kept = new KeptOutbox(new MemoryShelf(), 'li')
  unread = 0
  failure: ChatClientError | undefined
  readonly #head: number

  constructor(head: number) {
    this.#head = head
  }

  async history(fields: Asked) {
    this.asked.push(fields)
    if (this.failure !== undefined) throw this.failure
    const { chat, limit, before = this.#head + 1, after } = fields
    const first = after === undefined ? Math.max(1, before - limit) : after + 1
    const last = after === undefined ? before - 1 : Math.min(this.#head, after + limit)
    const messages = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
      message(first + index),
    )
    return { chat, messages, more: after === undefined ? first > 1 : last < this.#head }
  }

  unreadOf = (): number => this.unread
  isMe = (user: string): boolean => user === 'li'
  onLoaded = (): void => undefined
}

/** What was asked for has been answered. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
}

t.test('a chat opens with so many messages that the first unread one is among them', async (t) => {
  const archive = new Archive(500)
  archive.unread = 100
  const chats = new OpenChats(archive, archive.kept)
  const conversation = chats.open('han')
  t.equal(conversation.fetching.value, 'latest')
  await settled()
  t.equal(conversation.fetching.value, undefined)
  t.match(archive.asked, [{ limit: 130 }])
  t.equal(conversation.unreadFrom.value, 401)
  t.ok(chats.open('Han') === conversation, 'names are folded')
  t.equal(archive.asked.length, 1, 'what is here is not asked for again')
})

t.test('older ones are asked for once at a time, until there are none', async (t) => {
  const archive = new Archive(150)
  const chats = new OpenChats(archive, archive.kept)
  const conversation = chats.open('han')
  await settled()
  for (let scroll = 0; scroll < 10; scroll += 1) {
    void chats.older(conversation)
    void chats.older(conversation)
    await settled()
  }
  t.equal(conversation.window.oldest, 1)
  t.equal(archive.asked.length, 3)
})

t.test(
  'what cannot be had says why, and is asked for again when the connection is back',
  async (t) => {
    const archive = new Archive(10)
    archive.failure = new ChatClientError('offline')
    const chats = new OpenChats(archive, archive.kept)
    const conversation = chats.open('han')
    await settled()
    t.match(conversation.failure.value, { code: 'offline' })
    archive.failure = undefined
    await chats.refresh()
    t.equal(conversation.failure.value, undefined)
    t.equal(conversation.window.messages.length, 10)
  },
)

t.test('what was typed before a reload waits in its chat', async (t) => {
  const archive = new Archive(1)
  archive.kept.keep({ chat: 'Han', cid: 'a-1', text: 'hello', writtenAt: 5 })
  archive.kept.keep({ chat: 'tom', cid: 'a-2', text: 'other', writtenAt: 6 })
  const chats = new OpenChats(archive, archive.kept)
  const conversation = chats.open('han')
  await settled()
  t.match(conversation.window.waiting, [{ cid: 'a-1', text: 'hello' }])
  t.equal(conversation.window.waiting.length, 1)
})

t.test('of many chats the one opened longest ago is forgotten', async (t) => {
  const archive = new Archive(1)
  const chats = new OpenChats(archive, archive.kept)
  for (let count = 0; count < 40; count += 1) chats.open(`user-${count}`)
  t.equal(chats.of('user-0'), undefined)
  t.ok(chats.of('user-39'))
})
