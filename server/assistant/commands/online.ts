import type { Directory } from '../../directory/directory.ts'
import type { StorageApi } from '../../workers/storage-api.ts'
import { commandText } from '../command-text.ts'
import type { Language } from '../language.ts'
import type { LocalCommand, LocalQuestion } from './local-command.ts'

const ASKS =
  /^(online|who(’s|'s| is) (here|there|online|around)( now)?|(which|are) (of )?my friends (are )?online|online friends|friends online|现在谁在线|(有)?谁在线|有谁在|谁在|在线(好友|的人|的好友|列表)?|(有)?(哪些|哪几个)?(好友|朋友|人)在线)(吗|呢|啊|呀)?$/i

/** Enough for anybody, and within a message. */
const MAX_LISTED = 100

interface OnlineHost {
  storage: Pick<StorageApi, 'relations'>
  directory: Directory
}

/** Which friends are here: what their presence shows the asker anyway. */
export function onlineCommand(host: OnlineHost): LocalCommand {
  return {
    understands: (text) => ASKS.test(commandText(text)),
    answer: (question) => whoIsOnline(host, question),
  }
}

async function whoIsOnline(
  { storage, directory }: OnlineHost,
  { asker, language }: LocalQuestion,
): Promise<string> {
  const relations = await storage.relations(asker.id)
  const friends = relations.filter(
    (one) => one.state === 'friends' && !one.blocks && !one.blockedBy,
  )
  const lines = friends.flatMap(({ person }) => {
    const status = directory.user(person.id)?.status
    if (status === undefined) return []
    const nickname = person.nickname === person.name ? '' : ` ${person.nickname}`
    return [`  ${SIGNS[status][language]} ${person.name}${nickname}`]
  })
  const say = TEXTS[language]
  if (friends.length === 0) return say.friendless
  if (lines.length === 0) return say.nobody(friends.length)
  const rest = lines.length - MAX_LISTED
  const shown = [say.title(lines.length, friends.length), ...lines.slice(0, MAX_LISTED)]
  return (rest > 0 ? [...shown, say.more(rest)] : shown).join('\n')
}

const SIGNS = {
  online: { en: '●', zh: '●' },
  away: { en: '◐ (away)', zh: '◐ (离开)' },
} as const

interface Texts {
  friendless: string
  nobody(friends: number): string
  title(online: number, friends: number): string
  more(count: number): string
}

const TEXTS: Readonly<Record<Language, Texts>> = {
  en: {
    friendless: 'You have no friends here yet, besides me. Find somebody by name and ask them.',
    nobody: (friends) =>
      friends === 1 ? 'Your friend is not online.' : `None of your ${friends} friends is online.`,
    title: (online, friends) => `${online} of ${friends} friends online:`,
    more: (count) => `  … and ${count} more`,
  },
  zh: {
    friendless: '除了我,你还没有好友。按名字找到谁,加一下吧。',
    nobody: (friends) => `你的 ${friends} 位好友现在都不在线。`,
    title: (online, friends) => `${friends} 位好友中有 ${online} 位在线:`,
    more: (count) => `  …… 还有 ${count} 位`,
  },
}
