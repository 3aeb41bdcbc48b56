import { MAX_TEXT_LENGTH } from '../../protocol/limits.ts'
import { roomAddress } from '../../protocol/names.ts'
import type { MessageRecord, MissedChat } from '../storage/store.ts'
import { type Language, languageOf } from './language.ts'
import { oneLine } from './one-line.ts'
import { When } from './when.ts'

export interface MissedReport {
  /** When the user was last online; undefined: not known. */
  since: number | undefined
  chats: Pick<MissedChat, 'chat' | 'messages' | 'more'>[]
}

/** Trimmed before, and no two parts that match the same character: a text of spaces must not cost the square of its length [G-6]. */
const ASKS =
  /^(\/?missed|what did i miss|offline( messages)?|离线消息|未读消息|我错过了什么)\s*[?？!！。.]*$/i

/** A line shows this much of a message: the rest is in its chat. */
const MAX_LINE_CHARACTERS = 120

export const isQuestionForMissed = (text: string): boolean => ASKS.test(text.trim())

/** What was missed, by sender, with times, in the language of the question. */
export function reportMissed(report: MissedReport, question: string, now: number): string {
  const language = languageOf(question)
  const say = TEXTS[language]
  const when = new When(language, now)
  const blocks = report.chats
    .filter(({ messages }) => messages.length > 0)
    .flatMap((chat) => bySender(chat).map((group) => block(chat, group, say, when)))
  const count = report.chats.reduce((sum, { messages }) => sum + messages.length, 0)
  const since = report.since ? when.format(report.since) : undefined
  if (count === 0) return say.nothing(since)
  return fit([say.title(count, since), ...blocks], say.cut)
}

interface Group {
  sender: string
  messages: MessageRecord[]
}

function bySender({ messages }: MissedReport['chats'][number]): Group[] {
  const groups = new Map<string, Group>()
  for (const message of messages) {
    const group = groups.get(message.sender) ?? { sender: message.sender, messages: [] }
    group.messages.push(message)
    groups.set(message.sender, group)
  }
  return [...groups.values()]
}

function block(
  { chat, more }: MissedReport['chats'][number],
  { sender, messages }: Group,
  say: Texts,
  when: When,
): string {
  const place = chat.kind === 'room' ? ` ${roomAddress(chat.name)}` : ''
  const title = `${sender}${place} (${messages.length}${more ? '+' : ''})`
  const lines = messages.map(
    ({ at, text, recalled }) =>
      `  ${when.format(at)} ${recalled ? say.recalled : oneLine(text, MAX_LINE_CHARACTERS)}`,
  )
  return [title, ...lines].join('\n')
}

/** [P-8] As many lines as a message holds. */
function fit(blocks: string[], cut: string): string {
  const lines = blocks.join('\n').split('\n')
  let room = MAX_TEXT_LENGTH - [...cut].length - 1
  const kept: string[] = []
  for (const line of lines) {
    room -= [...line].length + 1
    if (room < 0) return [...kept, cut].join('\n')
    kept.push(line)
  }
  return kept.join('\n')
}

interface Texts {
  title(count: number, since: string | undefined): string
  nothing(since: string | undefined): string
  recalled: string
  cut: string
}

const TEXTS: Readonly<Record<Language, Texts>> = {
  en: {
    title: (count, since) =>
      `${count === 1 ? '1 message' : `${count} messages`}${since ? ` since ${since}` : ''}:`,
    nothing: (since) => `Nothing came in while you were away${since ? ` (since ${since})` : ''}.`,
    recalled: '(recalled)',
    cut: '… and more: open the chats to read on.',
  },
  zh: {
    title: (count, since) => `${since ? `${since} 以来有` : '有'} ${count} 条离线消息:`,
    nothing: (since) => `你不在的时候没有新消息${since ? `(${since} 以来)` : ''}。`,
    recalled: '(已撤回)',
    cut: '…… 还有更多,请打开对话查看。',
  },
}
