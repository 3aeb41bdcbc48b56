import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { Message, User } from '../../../protocol/entities.ts'

/** A frame as it came from the client. */
export type Asked = { type: string; id?: number } & Record<string, unknown>

/** What the peer knows of one connection. */
export interface Caller {
  socket: Socket
  user: string | undefined
  asked: Asked[]
}

/**
 * As much of a server as the client's tests need, in memory: everybody is everybody's friend, a password is right when it is
 * `password of <user>`, and a direct chat is a list of messages. What the real server does well is tested with the real server; this one
 * is here to do badly what a test asks it to: say nothing, cut the connection in the middle, leave messages out, talk nonsense.
 */
export class FakePeer {
  readonly #server: Server
  readonly #messages = new Map<string, Message[]>()
  readonly #received = new Map<string, number>()
  readonly callers: Caller[] = []
  /** Every frame of every connection, in the order in which they came. */
  readonly asked: Asked[] = []
  /** Answers are written one byte at a time. */
  bytewise = false
  users = new Set(['li', 'han'])
  tokensAreGood = true
  /** Looks at a request first; the answer `true` says that it has dealt with it. */
  intercept: (frame: Asked, caller: Caller) => boolean = () => false

  static async start(port = 0): Promise<FakePeer> {
    const peer = new FakePeer()
    peer.#server.listen(port, '127.0.0.1')
    await once(peer.#server, 'listening')
    return peer
  }

  private constructor() {
    this.#server = createServer((socket) => this.#welcome(socket))
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  async stop(): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** Ends every connection without a word. */
  cut(): void {
    for (const { socket } of this.callers) socket.destroy()
  }

  /** What the connections have asked by that type. */
  askedFor(type: string): Asked[] {
    return this.asked.filter((frame) => frame.type === type)
  }

  /** To everybody who is logged in as this user. */
  tell(user: string, frame: object): void {
    for (const caller of this.callers) if (caller.user === user) this.write(caller, frame)
  }

  write(caller: Caller, frame: object): void {
    const line = `${JSON.stringify(frame)}\n`
    if (caller.socket.destroyed) return
    if (!this.bytewise) caller.socket.write(line)
    else for (const byte of Buffer.from(line)) caller.socket.write(Buffer.of(byte))
  }

  ok(caller: Caller, { id }: Asked, fields: object = {}): void {
    if (id !== undefined) this.write(caller, { type: 'ok', id, ...fields })
  }

  error(caller: Caller, { id }: Asked, code: string, fields: object = {}): void {
    this.write(caller, {
      type: 'error',
      ...(id !== undefined && { id }),
      code,
      message: code,
      ...fields,
    })
  }

  /** Stores a message without telling anybody; the same `cid` again is the same message. */
  store(from: string, to: string, text: string, cid?: string): Message {
    const log = this.log(from, to)
    cid ??= `${from}-${log.length + 1}`
    const there = log.find((message) => message.from === from && message.cid === cid)
    if (there) return there
    const message = {
      chat: '',
      seq: log.length + 1,
      from,
      cid,
      at: 1_795_311_660_000 + log.length * 1000,
      text,
    }
    log.push(message)
    return message
  }

  /** Stores a message and pushes it to the one to whom it was written. */
  say(from: string, to: string, text: string): Message {
    const message = this.store(from, to, text)
    this.tell(to, { type: 'msg', ...message, chat: from })
    return message
  }

  log(one: string, other: string): Message[] {
    const key = [one, other].sort().join(' ')
    let log = this.#messages.get(key)
    if (log === undefined) {
      log = []
      this.#messages.set(key, log)
    }
    return log
  }

  #welcome(socket: Socket): void {
    const caller: Caller = { socket, user: undefined, asked: [] }
    this.callers.push(caller)
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    let rest = ''
    socket.setEncoding('utf8')
    socket.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) this.#take(caller, JSON.parse(line) as Asked)
    })
  }

  #take(caller: Caller, frame: Asked): void {
    caller.asked.push(frame)
    this.asked.push(frame)
    if (!this.intercept(frame, caller)) this.answer(caller, frame)
  }

  /** What it says to that without an `intercept`; for those who held it back. */
  answer(caller: Caller, frame: Asked): void {
    const answer = ANSWERS[frame.type]
    if (answer === undefined) this.error(caller, frame, 'unknown_type')
    else answer(this, caller, frame)
  }

  /** The chats of a user, as at log-in. */
  chatsOf(user: string) {
    return [...this.users]
      .filter((other) => other !== user && this.log(user, other).length > 0)
      .map((chat) => {
        const received = this.received(user, chat)
        return { chat, head: this.log(user, chat).length, received, read: received }
      })
  }

  received(user: string, chat: string, seq = 0): number {
    const key = `${user} ${chat}`
    const moved = Math.max(this.#received.get(key) ?? 0, seq)
    this.#received.set(key, moved)
    return moved
  }
}

type Answer = (peer: FakePeer, caller: Caller, frame: Asked) => void

const person = (user: string, status: User['status'] = 'online'): User => ({
  user,
  nickname: user,
  status,
})

const ANSWERS: Record<string, Answer> = {
  hello: (peer, caller, frame) =>
    peer.ok(caller, frame, {
      server: 'fake',
      protocol: 1,
      maxFrameBytes: 65_536,
      registration: 'open',
    }),
  register(peer, caller, frame) {
    const user = String(frame['user'])
    if (peer.users.has(user)) return peer.error(caller, frame, 'name_taken')
    peer.users.add(user)
    peer.ok(caller, frame, { me: person(user, 'offline') })
  },
  login(peer, caller, frame) {
    const token = frame['token'] === undefined ? undefined : String(frame['token'])
    const user = token === undefined ? String(frame['user']) : token.replace('token of ', '')
    if (token !== undefined && !peer.tokensAreGood) return peer.error(caller, frame, 'bad_token')
    if (
      !peer.users.has(user) ||
      (token === undefined && frame['password'] !== `password of ${user}`)
    ) {
      return peer.error(caller, frame, 'bad_credentials')
    }
    caller.user = user
    const friends = [...peer.users].filter((other) => other !== user).map((other) => person(other))
    peer.ok(caller, frame, {
      token: `token of ${user}`,
      me: person(user),
      friends,
      requests: [],
      chats: peer.chatsOf(user),
    })
  },
  logout(peer, caller, frame) {
    peer.ok(caller, frame)
    caller.socket.end()
  },
  send(peer, caller, frame) {
    const user = String(caller.user)
    const [chat, text, cid] = [String(frame['chat']), String(frame['text']), String(frame['cid'])]
    const before = peer.log(user, chat).length
    const { seq, at } = peer.store(user, chat, text, cid)
    peer.ok(caller, frame, { chat, seq, at, ...(seq <= before && { dup: true }) })
    if (seq > before) peer.tell(chat, { type: 'msg', chat: user, seq, from: user, cid, at, text })
  },
  received(peer, caller, frame) {
    peer.received(String(caller.user), String(frame['chat']), Number(frame['seq']))
    peer.ok(caller, frame)
  },
  read: (peer, caller, frame) => peer.ok(caller, frame),
  typing: () => undefined,
  ping: (peer, caller, frame) => peer.ok(caller, frame),
  history(peer, caller, frame) {
    const chat = String(frame['chat'])
    const all = peer.log(String(caller.user), chat).map((message) => ({ ...message, chat }))
    const limit = Number(frame['limit'] ?? 50)
    const { after, before } = frame
    const side = all.filter(
      ({ seq }) =>
        (after === undefined || seq > Number(after)) &&
        (before === undefined || seq < Number(before)),
    )
    const messages = after === undefined ? side.slice(-limit) : side.slice(0, limit)
    peer.ok(caller, frame, { chat, messages, more: messages.length < side.length })
  },
  /** Finds any piece of a text: what a word is, the real server knows. */
  search(peer, caller, frame) {
    const user = String(caller.user)
    const [limit, before] = [Number(frame['limit']), Number(frame['page'] ?? Number.MAX_VALUE)]
    const found = [...peer.users]
      .filter((other) => other !== user && (frame['chat'] ?? other) === other)
      .flatMap((chat) => peer.log(user, chat).map((message) => ({ ...message, chat })))
      .filter(({ text, at }) => text.includes(String(frame['query'])) && at < before)
      .sort((a, b) => b.at - a.at)
    const messages = found.slice(0, limit)
    const more = messages.length < found.length
    peer.ok(caller, frame, { messages, more, ...(more && { next: String(messages.at(-1)?.at) }) })
  },
  recall(peer, caller, frame) {
    const [user, chat] = [String(caller.user), String(frame['chat'])]
    const message = peer.log(user, chat)[Number(frame['seq']) - 1]
    if (message?.from !== user) return peer.error(caller, frame, 'not_found')
    Object.assign(message, { text: '', recalled: true })
    peer.ok(caller, frame)
    peer.tell(chat, { type: 'recalled', chat: user, seq: message.seq })
  },
  missed(peer, caller, frame) {
    const user = String(caller.user)
    const chats = peer
      .chatsOf(user)
      .filter(({ head, received }) => head > received)
      .map(({ chat, head, received }) => {
        const messages = peer
          .log(user, chat)
          .slice(received)
          .map((message) => ({ ...message, chat }))
        return { chat, head, messages, more: false }
      })
    peer.ok(caller, frame, { chats, more: false })
  },
  friends(peer, caller, frame) {
    const friends = [...peer.users]
      .filter((user) => user !== caller.user)
      .map((user) => person(user))
    peer.ok(caller, frame, { friends, requests: [], blocked: [] })
  },
}
