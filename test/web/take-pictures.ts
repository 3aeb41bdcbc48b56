import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../server/package-root.ts'
import type { VisitorOptions } from '../support/browser.ts'
import { ChatPeer } from '../support/chat-peer.ts'
import { PASSWORD } from './support/guest.ts'
import { House } from './support/house.ts'

// Takes the pictures of the README anew: `make pictures`.

const PICTURES = join(packageRoot, 'docs', 'pictures')
const PEOPLE = { li: '李雷', han: '韩梅梅', tom: 'Tom Bradley', lucy: 'Lucy', wei: '王伟' } as const
type Person = keyof typeof PEOPLE

const TALK: readonly (readonly [Person, string])[] = [
  ['han', '早上好!昨天的会你记笔记了吗?'],
  ['li', '记了,发你邮箱了'],
  ['han', '太好了,谢谢 🙏'],
  ['han', 'The menu of the new place: https://example.org/menu?day=monday'],
  ['li', 'Looks good 😀'],
  ['li', '十二点老地方?'],
  ['han', '👍'],
  [
    'han',
    'And I found the article I told you about. The old houses by the river used to be tea warehouses; the stone steps went straight down to the boats, and on quiet mornings one could smell the jasmine from the other bank.',
  ],
]
const LUNCH: readonly (readonly [Person, string])[] = [
  ['lucy', 'Noodles or dumplings?'],
  ['wei', '饺子!'],
  ['tom', 'Dumplings. Where do we meet?'],
  ['lucy', '@li we need a number by half past eleven'],
]

const teardowns: (() => unknown)[] = []
const house = await House.open({ teardown: (act: () => unknown) => teardowns.push(act) })
try {
  mkdirSync(PICTURES, { recursive: true })
  const people = await furnish()
  await picture(
    'web-dark',
    { width: 1160, height: 720, colorScheme: 'dark' },
    PEOPLE.han,
    async () => {
      await people.get('han')?.ok({ type: 'read', chat: 'li', seq: 6 })
    },
  )
  await picture('web-light', { width: 1160, height: 720 }, 'lunch')
  await picture('web-phone', { width: 360, height: 720, locale: 'zh-CN' }, PEOPLE.han)
  for (const peer of people.values()) peer.end()
} finally {
  for (const act of teardowns.toReversed()) await act()
}

/** Friends, two rooms, and what was said in them. */
async function furnish(): Promise<Map<Person, ChatPeer>> {
  const people = new Map<Person, ChatPeer>()
  for (const [user, nickname] of Object.entries(PEOPLE) as [Person, string][]) {
    const peer = await ChatPeer.as(house.port, user)
    await peer.ok({ type: 'profile.set', nickname })
    people.set(user, peer)
  }
  const ask = async (user: Person, request: { type: string } & Record<string, unknown>) => {
    await people.get(user)?.ok(request)
  }
  for (const user of ['han', 'tom', 'lucy', 'wei'] as const) {
    await ask(user, { type: 'friend.request', user: 'li' })
    await ask('li', { type: 'friend.accept', user })
  }
  await ask('li', { type: 'room.create', room: 'lunch', topic: 'Who eats where, and when' })
  await ask('li', { type: 'room.create', room: '茶话会' })
  for (const user of ['han', 'tom', 'lucy', 'wei'] as const) {
    await ask(user, { type: 'room.join', room: 'lunch' })
  }
  let count = 0
  const say = async (user: Person, chat: string, text: string): Promise<void> => {
    count += 1
    await ask(user, { type: 'send', chat, cid: `picture-${count}`, text })
  }
  for (const [user, text] of TALK) await say(user, user === 'li' ? 'han' : 'li', text)
  for (const [user, text] of LUNCH) await say(user, '#lunch', text)
  await say('tom', 'li', 'Can you look at the build?')
  await ask('tom', { type: 'presence.set', status: 'away' })
  await ask('li', { type: 'read', chat: 'han', seq: 7 })
  people.get('wei')?.end()
  people.get('li')?.end()
  return people
}

async function picture(
  name: string,
  options: VisitorOptions,
  chat: string,
  meanwhile?: () => Promise<void>,
): Promise<void> {
  const context = await house.browser.visitor(options)
  const page = await context.newPage()
  await page.goto(`http://127.0.0.1:${house.port}/`)
  await page.locator('input[name=user]').fill('li')
  await page.locator('input[name=password]').fill(PASSWORD)
  await page.locator('button[type=submit]').click()
  await page.getByRole('link').filter({ hasText: chat }).click()
  await page.locator('.message').last().waitFor()
  await meanwhile?.()
  if (meanwhile !== undefined) await page.getByRole('img', { name: 'read' }).first().waitFor()
  // The caret blinks, and would be in one picture and not in the next.
  await page.screenshot({ path: join(PICTURES, `${name}.png`), caret: 'hide' })
  await context.close()
}
