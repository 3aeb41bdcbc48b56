import { commandText } from '../command-text.ts'
import type { Language } from '../language.ts'
import { oneLine } from '../one-line.ts'
import { When } from '../when.ts'
import type { LocalCommand, LocalQuestion } from './local-command.ts'

const ASKS =
  /^(?:search(?: (?:(?:my )?(?:history|messages|chats) )?for)?(?: |: ?|：)|搜索|搜一下|查找|(?:在)?聊天记录(?:里|中)?(?:找|搜索|查找))[ :：]*(.{1,200})$/i
const MAX_FOUND = 20
const MAX_LINE_CHARACTERS = 120

/** One message that was found, with its chat as the asker addresses it [P-6]. */
export interface Finding {
  chat: string
  from: string
  at: number
  text: string
}

/** Looks through the conversations of a user, newest first. Resolves with at most `limit`. */
export type SearchHistory = (userId: number, words: string, limit: number) => Promise<Finding[]>

/** `search` is undefined where the server has no index of its messages; people are told so. */
export function searchCommand(search: SearchHistory | undefined): LocalCommand {
  return {
    understands: (text) => ASKS.test(commandText(text)),
    answer: (question) => findFor(question, search),
  }
}

async function findFor(
  { asker, text, language, now }: LocalQuestion,
  search: SearchHistory | undefined,
): Promise<string> {
  const say = TEXTS[language]
  if (search === undefined) return say.notHere
  const words = ASKS.exec(commandText(text))?.[1]?.trim() ?? ''
  const found = await search(asker.id, words, MAX_FOUND)
  if (found.length === 0) return say.nothing(words)
  const when = new When(language, now)
  const lines = found.map(
    (one) =>
      `  ${when.format(one.at)} ${one.from} → ${one.chat}: ${oneLine(one.text, MAX_LINE_CHARACTERS)}`,
  )
  return [say.title(found.length, found.length === MAX_FOUND), ...lines].join('\n')
}

interface Texts {
  notHere: string
  nothing(words: string): string
  title(count: number, isFull: boolean): string
}

const TEXTS: Readonly<Record<Language, Texts>> = {
  en: {
    notHere: 'This server cannot search its messages yet.',
    nothing: (words) => `None of your messages holds "${words}".`,
    title: (count, isFull) =>
      isFull
        ? `The newest ${count}:`
        : `${count === 1 ? '1 message' : `${count} messages`}, newest first:`,
  },
  zh: {
    notHere: '这台服务器还不能搜索聊天记录。',
    nothing: (words) => `你的聊天记录里没有"${words}"。`,
    title: (count, isFull) => (isFull ? `最新的 ${count} 条:` : `找到 ${count} 条,新的在前:`),
  },
}
