import type { Random } from '../../loadtest/generator/random.ts'
import { ASSISTANT } from '../../protocol/limits.ts'
import type { ChaosClient } from './chaos-client.ts'
import type { ChaosConnection } from './chaos-connection.ts'
import type { Message } from './outgoing.ts'

/** What a client may have under way before it waits for answers. */
const WINDOW = 24
const MAX_BURST = 8
/** A question that is not answered by then holds up no other. */
const ANSWER_TIMEOUT_MS = 15_000

type Habit = (client: ChaosClient, connection: ChaosConnection) => void

/** What a client does next, and how often each thing is done, in parts of a thousand. */
const HABITS: readonly (readonly [weight: number, habit: Habit])[] = [
  [660, sayOne],
  [90, sayMany],
  [20, sayTwice],
  [40, repeatAnswered],
  [110, acknowledge],
  [30, readNewest],
  [15, readOlder],
  [15, askAssistant],
  [13, type],
  [3, (client, connection) => tear(client, connection, 'hangUp')],
  [2, (client, connection) => tear(client, connection, 'reset')],
  [2, (_client, connection) => connection.drop()],
]
const TOTAL = HABITS.reduce((sum, [weight]) => sum + weight, 0)

export function followHabit(client: ChaosClient, connection: ChaosConnection): void {
  let roll = client.random.below(TOTAL)
  for (const [weight, habit] of HABITS) {
    roll -= weight
    if (roll < 0) return habit(client, connection)
  }
}

function sayOne(client: ChaosClient): void {
  if (client.outgoing.openAttempts >= WINDOW) return
  client.send(newMessage(client))
}

/** Several in one write: they share a batch, and their order must hold [G-3]. */
function sayMany(client: ChaosClient): void {
  if (client.outgoing.openAttempts >= WINDOW) return
  const count = 2 + client.random.below(MAX_BURST - 1)
  client.send(...Array.from({ length: count }, () => newMessage(client)))
}

/** The impatient user: the same cid again before the first answer, mostly in the same batch [G-2]. */
function sayTwice(client: ChaosClient): void {
  const message = newMessage(client)
  client.send(message, newMessage(client), message)
}

/** As after an answer that was lost on the way. */
function repeatAnswered(client: ChaosClient): void {
  const { answered } = client.outgoing
  const message = answered[client.random.below(answered.length)]
  if (message !== undefined) client.send(message)
}

function acknowledge(client: ChaosClient, connection: ChaosConnection): void {
  const [chat, seq] = pick(client.random, [...client.newestSeen]) ?? ['', 0]
  if (seq === 0) return
  void connection.moveCursor(client.random.next() < 0.5 ? 'received' : 'read', chat, seq)
}

function readNewest(client: ChaosClient, connection: ChaosConnection): void {
  void connection.readPage(pickChat(client), { limit: 1 + client.random.below(60) })
}

function readOlder(client: ChaosClient, connection: ChaosConnection): void {
  const chat = pickChat(client)
  const edge = client.random.below(1 + (client.newestSeen.get(chat) ?? 0))
  const where = client.random.next() < 0.5 ? { after: edge } : { before: 1 + edge }
  void connection.readPage(chat, { ...where, limit: 1 + client.random.below(200) })
}

function type(client: ChaosClient, connection: ChaosConnection): void {
  void connection.askPolitely({ type: 'typing', chat: pickChat(client) })
}

/** Breaks off in the middle of a message that is never sent again. At least its last byte is missing. */
function tear(client: ChaosClient, connection: ChaosConnection, how: 'hangUp' | 'reset'): void {
  const { chat, cid, text } = newMessage(client)
  const frame = JSON.stringify({ type: 'send', id: 'torn', chat, cid, text })
  connection.tear(how, frame.slice(0, 1 + client.random.below(frame.length - 1)))
}

const QUESTIONS = ['help', '帮助', 'missed', '离线消息', 'what time is it?', '你好，小助手']

/** One question at a time, so that a second answer to it could not be taken for anything else. */
function askAssistant(client: ChaosClient): void {
  const { question } = client
  if (!client.options.asksAssistant) return
  const isLate = performance.now() > (question?.askedAtMs ?? 0) + ANSWER_TIMEOUT_MS
  if (hasOpenQuestion(client) && !isLate) return
  const message = client.newMessage(ASSISTANT, pick(client.random, QUESTIONS) ?? '')
  client.question = Object.assign(message, { askedAtMs: performance.now() })
  client.send(message)
}

/** Whether the answer has not been seen yet. */
export function hasOpenQuestion({ question, newestSeen }: ChaosClient): boolean {
  if (question === undefined) return false
  return (newestSeen.get(ASSISTANT) ?? 0) <= (question.seq ?? Number.POSITIVE_INFINITY)
}

function newMessage(client: ChaosClient): Message {
  return client.newMessage(pickChat(client), randomText(client.random))
}

const pickChat = ({ random, options }: ChaosClient): string => pick(random, options.chats) ?? ''

function pick<T>(random: Random, list: readonly T[]): T | undefined {
  return list[random.below(list.length)]
}

const WORDS = [
  'tea',
  '茶',
  '喝茶',
  'house',
  '馆',
  '🍵',
  '你好',
  '\u0001',
  "'",
  '"',
  '\\',
  ' ',
  '\n',
]

/** Mostly a line of talk, now and then a page: batches of very different sizes. */
function randomText(random: Random): string {
  const roll = random.next()
  const words = roll < 0.97 ? 1 + random.below(12) : 1 + random.below(roll < 0.995 ? 300 : 1_500)
  return Array.from({ length: words }, () => pick(random, WORDS)).join('')
}
