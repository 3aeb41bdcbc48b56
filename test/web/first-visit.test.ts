import type { Page, Request } from 'playwright-core'
import t from 'tap'
import { needsBrowser } from '../support/browser.ts'
import { befriend } from '../support/chat-peer.ts'
import { PASSWORD } from './support/guest.ts'
import { House } from './support/house.ts'
import { until } from './support/until.ts'

/** All that one has to wait for until one can read and write, in one language. */
const MAX_FIRST_BYTES = 40_000
/** With everything else that there is: dialogs, search, settings. */
const MAX_ALL_BYTES = 49_500
/** What the page fetches when it has shown itself. */
const SECOND_HALF = /\/assets\/more-/
/** As browsers ask for it over plain HTTP; over TLS they take brotli as well, and get less. */
const GZIP = { 'accept-encoding': 'gzip' }

t.test('a first visit', { ...needsBrowser, timeout: 90_000 }, async (t) => {
  const house = await House.open(t)
  const [li, han] = [await house.peer(t, 'li'), await house.peer(t, 'han')]
  await befriend(li, han, ['li', 'han'])
  const url = `http://127.0.0.1:${house.port}/`

  for (const locale of ['en-US', 'zh-CN'] as const) {
    t.test(`is small: ${locale}`, async (t) => {
      const context = await house.browser.visitor({ locale })
      await context.setExtraHTTPHeaders(GZIP)
      const page = await context.newPage()
      let letGo = (): void => undefined
      const held = new Promise<void>((resolve) => {
        letGo = resolve
      })
      await page.route(SECOND_HALF, async (route) => {
        await held
        await route.continue()
      })
      const requests = requestsOf(page)
      await page.goto(url)
      await page.locator('input[name=user]').fill('li')
      await page.locator('input[name=password]').fill(PASSWORD)
      await page.keyboard.press('Enter')
      await page.getByRole('link', { name: 'han' }).click()
      await page.locator('main textarea').fill(`is small: ${locale}`)
      await page.keyboard.press('Enter')
      await han.event('msg', ({ text }) => text === `is small: ${locale}`)
      const first = await sizeOf(requests)
      t.ok(first > 10_000 && first < MAX_FIRST_BYTES, `${first} bytes`)
      const language = await page.evaluate('document.documentElement.lang')
      t.equal(language, locale === 'en-US' ? 'en' : locale)
      for (const request of requests) {
        const answer = await request.response()
        t.equal(await answer?.headerValue('content-encoding'), 'gzip', request.url())
      }

      letGo()
      const isAllThere = (): boolean => requests.some((request) => SECOND_HALF.test(request.url()))
      await until(
        async () => isAllThere(),
        (isThere) => isThere,
      )
      const all = await sizeOf(requests)
      t.ok(all > first && all < MAX_ALL_BYTES, `${all} bytes`)
      await context.close()
    })
  }

  t.test('shows something before any script has run, and says so where none may', async (t) => {
    const context = await house.browser.visitor()
    const page = await context.newPage()
    let letGo = (): void => undefined
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    await page.route('**/*.js', async (route) => {
      await held
      await route.continue()
    })
    await page.goto(url, { waitUntil: 'commit' })
    await page.getByText('Teahouse').waitFor()
    t.match(await page.locator('main').textContent(), /Teahouse 茶馆/)
    const painted = `new Promise((resolve) => new PerformanceObserver((list) =>
      resolve(list.getEntries().map(({ name }) => name))).observe({ type: 'paint', buffered: true }))`
    t.match(await page.evaluate(painted), ['first-paint'], 'it is painted and not only there')
    letGo()
    await page.getByLabel('User name').waitFor()
    await context.close()
  })

  t.test('a second visit fetches the page anew and nothing else', async (t) => {
    const guest = await house.guest()
    await guest.page.getByLabel('User name').waitFor()
    const requests = requestsOf(guest.page)
    await guest.page.goto(url)
    await guest.page.getByLabel('User name').waitFor()
    const fetched: string[] = []
    for (const request of requests) {
      // From the browser's own store come no bytes, less their heads.
      const { responseBodySize } = await request.sizes()
      if (responseBodySize > 0) fetched.push(request.url())
    }
    t.same(
      fetched.filter((address) => address.includes('/assets/')),
      [],
    )
  })

  t.test('over TLS it is the same page, and all that it says goes that way', async (t) => {
    const context = await house.browser.visitor()
    const page = await context.newPage()
    const sockets: string[] = []
    page.on('websocket', (socket) => sockets.push(socket.url()))
    await page.goto(url.replace('http:', 'https:'))
    await page.getByLabel('User name').fill('li')
    await page.getByLabel('Password').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'han' }).waitFor()
    t.ok(sockets.length > 0 && sockets.every((address) => address.startsWith('wss:')), `${sockets}`)
    await context.close()
  })

  t.test('no page had anything to complain of, or asked another host', async (t) => {
    t.same(house.browser.complaints, [])
  })
})

function requestsOf(page: Page): Request[] {
  const requests: Request[] = []
  page.on('requestfinished', (request) => requests.push(request))
  return requests
}

/** Of all that came, each once: chromium looks for the page's icon again and again. Without the heads, which are the same few for every file. */
async function sizeOf(requests: readonly Request[]): Promise<number> {
  const sizes = new Map<string, number>()
  for (const request of requests) {
    const { responseBodySize } = await request.sizes()
    sizes.set(request.url(), Math.max(responseBodySize, sizes.get(request.url()) ?? 0))
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0)
}
