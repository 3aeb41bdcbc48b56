import t from 'tap'
import { AdminPeer } from '../support/admin-peer.ts'
import { needsBrowser } from '../support/browser.ts'
import type { Guest } from './support/guest.ts'
import { House } from './support/house.ts'
import { spills } from './support/page-health.ts'

/** Each would set `harmed`, or make the browser complain, if it were ever taken for more than text. */
const IMAGE = '<img src=x onerror=globalThis.harmed=1>'
const SCRIPT = '</script><script>globalThis.harmed=1</script>'
const SVG = '"\'><svg onload=globalThis.harmed=1>'
const TEMPLATE = '<template>{{7*7}}</template><iframe srcdoc=x>'
const PAYLOADS = [IMAGE, SCRIPT, SVG, TEMPLATE]
const ALL = PAYLOADS.join(' ')

/** From right to left by force, letters that pile up, and no place to break. */
const RTL = '\u202e\u2067evil\u05d0\u05d1'
const PILE = `e${'\u0301'.repeat(40)}`
const LONG = 'w'.repeat(400)

t.test('text is text', { ...needsBrowser, timeout: 90_000 }, async (t) => {
  const house = await House.open(t)
  const { guest: li, peer: han } = await house.pair(t, ['li', 'han'], { width: 1200 })
  const { page } = li
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  const tom = await house.peer(t, 'tom')
  const admin = await AdminPeer.connect(house)
  t.teardown(() => admin.end())

  /** It stands there letter by letter. */
  const shows = async (text: string, where = page.locator('body')): Promise<void> =>
    where.getByText(text).first().waitFor()

  t.test('what somebody asks with, is called, and says of themselves', async () => {
    await tom.ok({ type: 'profile.set', nickname: IMAGE, bio: ALL })
    await tom.ok({ type: 'friend.request', user: 'li', note: ALL })
    await li.button(/1 to answer/).click()
    await shows(ALL, li.dialog)
    await shows(IMAGE, li.dialog)
    await li.dialog.getByLabel('Find people').fill('tom')
    await li.dialog.getByText(IMAGE).nth(1).waitFor()
    await li.button('Accept').click()
    await li.button('Close').click()
    await li.open(IMAGE)
    await tom.ok({ type: 'typing', chat: 'li' })
    await shows(`${IMAGE} is typing`)
    await li.button('About this person').click()
    await shows(ALL, page.getByRole('complementary'))
  })

  t.test('what is said, sought, and kept', async (t) => {
    for (const text of PAYLOADS) await tom.send('li', text)
    for (const text of PAYLOADS) await li.sees(text)
    await li.say(ALL)
    await li.seesMark(ALL, 'stored')
    await li.box.fill(IMAGE)
    await page.reload()
    await li.sees(ALL)
    t.equal(await li.box.inputValue(), IMAGE)
    await li.box.fill('')
    await li.button('Search').click()
    const search = page.getByRole('complementary', { name: 'Search' })
    for (const query of [IMAGE, SCRIPT, 'onload', '<mark>']) {
      await search.getByRole('searchbox').fill(query)
      await (query === '<mark>'
        ? search.getByText('Nothing found.')
        : search.locator('mark').first()
      ).waitFor()
    }
    await li.summon('Control+k')
    await li.dialog.getByRole('combobox').fill(IMAGE)
    await shows(`Search messages for “${IMAGE}”`, li.dialog)
    await page.keyboard.press('Escape')
  })

  t.test('what a room is about, and what an operator announces', async () => {
    await tom.ok({ type: 'room.create', room: 'evil', topic: ALL.slice(0, 200) })
    await tom.ok({ type: 'room.invite', room: 'evil', user: 'li' })
    await admin.ok({ type: 'announce', text: ALL })
    await shows(ALL, page.getByRole('alert'))
    await li.button('Got it').click()
    await li.button('Find or make a room').first().click()
    await shows(ALL.slice(0, 200), li.dialog)
    await li.dialog.getByRole('button', { name: 'Join' }).click()
    await li.button('About this room').click()
    await shows(ALL.slice(0, 200), page.getByRole('complementary'))
    await shows(IMAGE, page.getByRole('complementary'))
  })

  t.test('an address that is no place', async (t) => {
    for (const hash of [`#/chat/${encodeURIComponent(IMAGE)}`, `#${IMAGE}`, '#/chat/%E0%A4%A']) {
      await page.goto(`http://127.0.0.1:${house.port}/${hash}`)
      await page.getByRole('main', { name: 'No chat is open' }).waitFor()
    }
    await page.goto(`http://127.0.0.1:${house.port}/#/chat/nobody-of-that-name`)
    await shows('There is no', page.locator('main'))
    t.equal(await li.box.count(), 1)
  })

  t.test(
    'only addresses of the web are links, and they tell nobody where one came from',
    async (t) => {
      await li.open('han')
      const lure =
        'javascript:alert(1) data:text/html,x JAVASCRIPT://x vbscript:x file:///etc/passwd https://bank.example@evil.example'
      await han.send('li', lure)
      await han.send('li', `see https://tea.example/?q=<b>&x="y" and (http://10.0.0.7:8080/).`)
      await li.sees(lure)
      const links = page.getByRole('region', { name: 'Messages' }).getByRole('link')
      await links.first().waitFor()
      const found = await links.evaluateAll(
        (all: { getAttribute(name: string): string | null }[]) =>
          all.map((link) => ['href', 'target', 'rel'].map((name) => link.getAttribute(name))),
      )
      const manners = ['_blank', 'noopener noreferrer nofollow']
      t.same(found, [
        ['https://tea.example/?q=', ...manners],
        ['http://10.0.0.7:8080/', ...manners],
      ])
    },
  )

  t.test('nothing turns the page round or makes it wider', async (t) => {
    const narrow = await house.guest({ width: 360, height: 640 })
    await narrow.logIn('li')
    await narrow.isIn()
    await tom.ok({ type: 'profile.set', nickname: RTL, bio: LONG })
    await han.ok({ type: 'profile.set', nickname: 'w'.repeat(64), bio: PILE.repeat(10) })
    await narrow.page.reload()
    const badly: string[] = []
    const look = async (where: string): Promise<void> => {
      badly.push(...(await spills(narrow.page)).map((what) => `${where}: ${what}`))
    }
    await tom.send('li', `${RTL} ${LONG}`)
    await narrow.listed('1 unread').waitFor()
    t.ok(await nameIsBeforeBadge(narrow), 'a name from right to left stays in its place')
    await look('list')
    await narrow.listed('1 unread').click()
    for (const text of [
      LONG,
      `at http://x.example/${LONG}`,
      PILE,
      '字'.repeat(300),
      `a\n${'b'.repeat(200)}`,
    ]) {
      await tom.send('li', text)
      await narrow.sees(text)
    }
    await narrow.say(LONG.slice(1))
    await narrow.seesMark(LONG.slice(1), 'stored')
    await look('conversation')
    await admin.ok({ type: 'announce', text: LONG })
    await narrow.button('Got it').waitFor()
    await look('notice')
    await narrow.button('Got it').click()
    for (const panel of ['About this person', 'Search']) {
      await narrow.button(panel).click()
      await narrow.page.getByRole('complementary').waitFor()
      if (panel === 'Search') {
        await narrow.page.getByRole('searchbox').fill(LONG.slice(0, 200))
        await narrow.page.getByText('Nothing found.').waitFor()
      }
      await look(panel)
      await narrow.button('Back').last().click()
    }
    t.same(badly, [])
  })

  t.test('nothing was done that was only said', async (t) => {
    t.equal(await page.evaluate('globalThis.harmed'), undefined)
    t.same(dialogs, [])
    t.same(house.browser.complaints, [])
  })
})

async function nameIsBeforeBadge(guest: Guest): Promise<boolean> {
  const row = guest.listed('1 unread')
  const [name, badge] = await Promise.all([
    row.locator('.name').boundingBox(),
    row.locator('.badge').boundingBox(),
  ])
  return name !== null && badge !== null && name.x + name.width <= badge.x
}
