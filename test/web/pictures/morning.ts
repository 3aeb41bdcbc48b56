import { befriend, ChatPeer } from '../../support/chat-peer.ts'

/** Sunday 22 November 2026, as the pictures' clocks have it. */
export const MORNING = Date.UTC(2026, 10, 22, 9, 41)
export const NOW = MORNING + 9 * 60_000

const NICKNAMES = { li: '李雷', han: '韩梅梅', tom: 'Tom', lucy: 'Lucy', wang: '王老师' } as const
type Name = keyof typeof NICKNAMES
type People = Record<Name, ChatPeer>
type Lines = readonly (readonly [Name, string])[]
const FRIENDS = ['han', 'tom', 'lucy', 'wang'] as const

const LUNCH: Lines = [
  ['han', '早上好！今天中午吃什么？'],
  ['tom', 'Good morning. Anything but the canteen, please 🙏'],
  ['li', '楼下新开了一家饺子馆，听说不错'],
  ['lucy', 'Dumplings! Count me in.'],
  ['lucy', 'They have some without meat, too: https://jiaozi.example/menu'],
  ['han', '那就十二点，大堂见'],
  ['tom', 'Twelve it is. @li can you get us a table by the window?'],
  ['li', '没问题，我先去占位子'],
  ['li', 'See you downstairs 🥟'],
]
const WITH_HAN: Lines = [
  ['han', '昨天那本书看完了吗？'],
  ['li', '还差最后一章，写得真好'],
  ['han', '看完给我讲讲结局 😄'],
  ['li', '不行，自己看才有意思'],
  ['han', '那下午茶的时候借我'],
  ['li', '好，四点，老地方'],
  ['han', '🍵'],
]

/** A small house full of people. */
export async function furnish(port: number) {
  const here = {} as People
  for (const [user, nickname] of Object.entries(NICKNAMES) as [Name, string][]) {
    here[user] = await ChatPeer.as(port, user)
    await here[user].ok({ type: 'profile.set', nickname })
  }
  for (const friend of FRIENDS) await befriend(here.li, here[friend], ['li', friend])
  await room(here, '#午饭', '十二点，大堂见 · lunch at twelve', ['han', 'tom', 'lucy'])
  await room(here, '#dev', 'What we build, and why it broke', ['tom', 'wang'])
  await room(here, '#读书会', '每月一本 · one book a month', ['han', 'wang'])
  await say(here, '#午饭', LUNCH)
  await say(here, 'han', WITH_HAN)
  await here.li.ok({ type: 'read', chat: '#午饭', seq: LUNCH.length })
  await here.li.ok({ type: 'read', chat: 'han', seq: WITH_HAN.length })
  await here.tom.send('#dev', 'The build is green again.')
  await here.tom.send('#dev', '@li have a look at the new search when you have time')
  await here.wang.send('li', '下周的分享你来讲？')
  await here.tom.ok({ type: 'presence.set', status: 'away' })
  for (const gone of ['wang', 'li'] as const) here[gone].end()
  return {
    readLunch: () => read(here, '#午饭', LUNCH),
    readWithHan: () => read(here, 'han', WITH_HAN),
    startTyping: () => here.han.ok({ type: 'typing', chat: '#午饭' }),
    leave() {
      for (const peer of Object.values(here)) peer.end()
    },
  }
}

async function room(
  here: People,
  name: string,
  topic: string,
  members: readonly Name[],
): Promise<void> {
  await here.li.ok({ type: 'room.create', room: name, topic })
  for (const member of members) await here[member].ok({ type: 'room.join', room: name })
}

async function say(here: People, chat: string, lines: Lines): Promise<void> {
  for (const [who, text] of lines) await here[who].send(addressFor(who, chat), text)
}

/** The others have read all that was said. Whoever looks on sees the marks of it: nobody is told later. */
async function read(here: People, chat: string, lines: Lines): Promise<void> {
  const others = new Set(lines.map(([who]) => who).filter((who) => who !== 'li'))
  for (const who of others) {
    await here[who].ok({ type: 'read', chat: addressFor(who, chat), seq: lines.length })
  }
}

const addressFor = (who: Name, chat: string): string =>
  chat.startsWith('#') || who === 'li' ? chat : 'li'
