import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { needsBrowser } from '../support/browser.ts'
import { House } from './support/house.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const THEMES = ['light', 'dark'] as const
const BAD = ['serious', 'critical']

interface Finding {
  id: string
  impact: string
  nodes: { html: string; failureSummary: string }[]
}

t.test('for everybody', { ...needsBrowser, timeout: 90_000 }, async (t) => {
  const house = await House.open(t)
  const { guest: li, peer: han } = await house.pair(t, ['li', 'han'])
  const { page } = li
  const tom = await house.peer(t, 'tom')

  t.test('the door, and a house without friends', async (t) => {
    const guest = await house.guest()
    await guest.page.getByLabel('User name').waitFor()
    await isFine(t, guest.page, 'log in')
    await guest.logIn('tom', 'wrong password')
    await guest.page.getByRole('alert').getByText('password').waitFor()
    await isFine(t, guest.page, 'refused')
    await guest.register('new', '新人')
    await isFine(t, guest.page, 'nobody there yet')
  })

  t.test('a conversation', async (t) => {
    await isFine(t, page, 'nothing open')
    await li.open('han')
    for (const text of ['你好', 'see https://tea.example/', 'a slip']) await li.say(text)
    await li.seesMark('a slip', 'stored')
    await li.button('Recall').last().click()
    await han.send('li', 'hello')
    await han.ok({ type: 'read', chat: 'li', seq: 2 })
    await li.seesMark('你好', 'read')
    await isFine(t, page, 'conversation')
  })

  t.test('what lies beside it', async (t) => {
    await li.button('About this person').click()
    await page.getByText('End friendship').waitFor()
    await isFine(t, page, 'person')
    await li.button('Search').click()
    await page.getByRole('searchbox').fill('hello')
    await page.locator('mark').waitFor()
    await isFine(t, page, 'search')
    await li.button('Close').click()
  })

  t.test('what lies over it', async (t) => {
    await tom.ok({ type: 'friend.request', user: 'li', note: '是我' })
    await tom.ok({ type: 'room.create', room: 'lunch', topic: '吃什么' })
    await tom.ok({ type: 'room.invite', room: 'lunch', user: 'li' })
    await li.button(/to answer/).click()
    await li.dialog.getByLabel('Find people').fill('t')
    await li.dialog.getByText('wait').first().waitFor()
    await isFine(t, page, 'people')
    await li.button('Close').click()
    await li.button('Find or make a room').first().click()
    await li.button('Join').waitFor()
    await isFine(t, page, 'rooms')
    await li.button('Join').click()
    await page.getByRole('main', { name: 'Conversation with #lunch' }).waitFor()
    await li.button('About this room').click()
    await page.getByText('Members').waitFor()
    await isFine(t, page, 'room')
    await page.getByText('Settings').first().click()
    await li.dialog.getByText('Change password').first().click()
    await isFine(t, page, 'settings')
    await li.escape()
    await li.summon('Control+k')
    await li.dialog.getByRole('combobox').fill('l')
    await li.dialog.getByRole('option', { name: /lunch/ }).waitFor()
    await isFine(t, page, 'palette')
    await li.escape()
    await li.summon('Control+/')
    await isFine(t, page, 'keys')
    await li.escape()
  })

  t.test('what goes wrong', async (t) => {
    await house.server.kill()
    await page.getByText('No connection.').waitFor()
    await li.box.fill('still here')
    await page.keyboard.press('Enter')
    await li.seesMark('still here', 'waiting to be sent')
    await isFine(t, page, 'no connection')
  })
})

/** Without serious findings, in both themes. */
async function isFine(t: Test, page: Page, where: string): Promise<void> {
  const hasAxe = await page.evaluate<boolean>('"axe" in globalThis')
  if (!hasAxe) await page.evaluate(AXE)
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme })
    // The second theme has the same words and other colours.
    const options = colorScheme === 'dark' ? { runOnly: ['color-contrast'] } : {}
    const findings = await page.evaluate<Finding[]>(
      `axe.run(document, ${JSON.stringify({ ...options, resultTypes: ['violations'] })}).then(({ violations }) =>
        violations.map(({ id, impact, nodes }) => ({ id, impact,
          nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) })))`,
    )
    const bad = findings.filter(({ impact }) => BAD.includes(impact))
    t.same(bad, [], `${where}, ${colorScheme}`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
}
