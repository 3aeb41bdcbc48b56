import type { Page } from 'playwright-core'
import t from 'tap'
import { needsBrowser } from '../support/browser.ts'
import { House } from './support/house.ts'
import { until } from './support/until.ts'

t.test('phones, desks, tabs', { ...needsBrowser, timeout: 90_000 }, async (t) => {
  const house = await House.open(t)

  t.test('on a phone there is one thing at a time, and back leads back', async (t) => {
    const { guest: li, peer: han } = await house.pair(t, ['li', 'han'], { width: 360, height: 640 })
    const { page } = li
    await han.send('li', '你好')
    const list = page.getByRole('navigation', { name: 'Chats' })
    t.equal(await page.getByRole('main').count(), 0, 'only the list')
    t.match(await list.boundingBox(), { x: 0, width: 360 })
    await li.open('han')
    t.equal(await list.count(), 0, 'only the conversation')
    t.match(await page.getByRole('main').boundingBox(), { x: 0, width: 360 }, 'all of it')
    await li.button('About this person').click()
    await page.getByRole('complementary').waitFor()
    t.equal(await li.box.count(), 0, 'only what is said about him')
    t.match(await page.getByRole('complementary').boundingBox(), { x: 0, width: 360 })
    await page.goBack()
    await li.sees('你好')
    await page.goBack()
    await list.waitFor()
    t.equal(await li.box.count(), 0)
    await page.goForward()
    await li.sees('你好')
    await li.button('Back').click()
    await list.waitFor()

    // Opened at a conversation: the way back from there is the list, too.
    await page.goto(`http://127.0.0.1:${house.port}/#/chat/han`)
    await page.reload()
    await li.sees('你好')
    await li.button('Back').click()
    await list.waitFor()
  })

  t.test('on a desk both are there, and what lies beside them where there is room', async (t) => {
    const { guest: tom } = await house.pair(t, ['tom', 'lucy'], { width: 1440, height: 900 })
    const { page } = tom
    await tom.open('lucy')
    await tom.button('About this person').click()
    await page.getByRole('complementary').waitFor()
    for (const [width, shown] of [
      [1440, ['navigation', 'main', 'complementary']],
      [768, ['navigation', 'complementary']],
      [360, ['complementary']],
    ] as const) {
      await page.setViewportSize({ width, height: 800 })
      t.same(await inFront(page), shown, `${width}`)
    }
  })

  t.test('what is said in one tab is in the other, once, and read is read in both', async (t) => {
    const { guest: one, peer: eve } = await house.pair(t, ['adam', 'eve'])
    const other = await one.anotherTab()
    await other.isIn()
    await one.open('eve')
    await other.open('eve')
    await one.say('from one')
    await other.sees('from one')
    await other.say('from the other')
    await one.sees('from the other')
    await eve.send('adam', 'I hear you')
    for (const tab of [one, other]) {
      await tab.sees('I hear you')
      t.same(await tab.texts(), ['from one', 'from the other', 'I hear you'])
    }
    await eve.event('receipt', ({ read }) => read === 3)
    await until(
      () => other.listed('eve').textContent(),
      (text) => text?.includes('unread') === false,
    )
    await eve.settled()
    t.equal(eve.events.filter(({ type }) => type === 'msg').length, 2)

    for (const tab of [one, other]) await tab.box.fill('what nobody else shall see')
    // Chromium draws what is behind once a second.
    await one.page.bringToFront()
    await one.page.getByText('Settings').click()
    await one.button('Log out').click()
    for (const tab of [one, other]) await tab.page.getByLabel('User name').waitFor()
    await other.page.reload()
    await other.page.getByLabel('User name').waitFor()
    const kept = await other.page.evaluate('JSON.stringify({ ...localStorage })')
    t.notMatch(kept, /login|eve|nobody/, 'nothing of this user stays')
  })

  t.test('no page had anything to complain of', async (t) => {
    t.same(house.browser.complaints, [])
  })
})

/** Which of the panes are what one sees in their middle. */
async function inFront(page: Page): Promise<string[]> {
  const roles = { navigation: 'nav', main: 'main', complementary: 'aside' }
  const seen: string[] = []
  for (const [role, tag] of Object.entries(roles)) {
    const isSeen = await page.evaluate<boolean>(`(() => {
      const pane = document.querySelector('${tag}')
      const { left, top, width, height } = pane.getBoundingClientRect()
      const hit = document.elementFromPoint(left + width / 2, top + height / 2)
      return hit !== null && pane.contains(hit)
    })()`)
    if (isSeen) seen.push(role)
  }
  return seen
}
