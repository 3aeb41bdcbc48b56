import { spawnSync } from 'node:child_process'
import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { packageRoot } from '../../../server/package-root.ts'
import { needsBrowser, type VisitorOptions } from '../../support/browser.ts'
import { Guest, PASSWORD } from '../support/guest.ts'
import { House } from '../support/house.ts'
import { furnish, MORNING, NOW } from './morning.ts'

/** The README's pictures: a real server, a real browser, and a morning that somebody made up. */
const FOLDER = join(packageRoot, 'docs', 'pictures')
const MAX_BYTES = 150_000
/** Between two messages; so that they do not all stand under one minute. */
const STEP_MS = 47_000

const tooLarge: string[] = []
const ends: (() => unknown)[] = []
const t = { teardown: (end: () => unknown): unknown => ends.unshift(end) }

async function main(): Promise<number> {
  const { skip } = needsBrowser
  const missing = typeof skip === 'string' ? skip : missingFont()
  if (missing !== undefined) return fail(missing)
  mkdirSync(FOLDER, { recursive: true })
  const house = await House.open(t)
  const people = await furnish(house.port)
  t.teardown(() => people.leave())

  const desk = await sitDown(house, { width: 1440, height: 900 })
  await desk.open('午饭')
  await people.readLunch()
  await desk.page.getByRole('img', { name: 'read by 3' }).first().waitFor()
  await desk.button('About this room').click()
  await desk.page.getByText('Members').waitFor()
  await people.startTyping()
  await desk.page.getByText('is typing').waitFor()
  await take(desk.page, 'web-light.png')

  await desk.page.emulateMedia({ colorScheme: 'dark' })
  await desk.button('Search').click()
  await desk.page.getByRole('searchbox').fill('饺子')
  await desk.page.locator('mark').first().waitFor()
  await take(desk.page, 'web-dark.png')

  const phone = { width: 390, height: 780, scale: 2, locale: 'zh-CN' } as const
  const list = await sitDown(house, phone)
  await take(list.page, 'web-light-phone.png')
  const talk = await sitDown(house, { ...phone, colorScheme: 'dark' })
  await talk.page.getByRole('link', { name: '韩梅梅' }).click()
  await talk.page.getByRole('region').getByText('🍵').waitFor()
  await people.readWithHan()
  await talk.page.getByRole('img', { name: '已读' }).first().waitFor()
  await take(talk.page, 'web-dark-phone.png')
  return tooLarge.length === 0 ? 0 : fail(`larger than ${MAX_BYTES} bytes: ${tooLarge.join(', ')}`)
}

/** `li`, logged in, on that Sunday morning. */
async function sitDown(house: House, options: VisitorOptions): Promise<Guest> {
  const guest = await Guest.prepare(house.browser, house.port, { ...options, timezoneId: 'UTC' })
  const { page } = guest
  await page.clock.setFixedTime(NOW)
  await page.routeWebSocket(/\/ws$/, (socket) => {
    const server = socket.connectToServer()
    server.onMessage((frame) => socket.send(onThatMorning(`${frame}`)))
  })
  await guest.enter()
  await page.locator('input[name=user]').fill('li')
  await page.locator('input[name=password]').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: '韩梅梅' }).waitFor()
  return guest
}

/** The same frame, with every message at its time. */
const onThatMorning = (frame: string): string =>
  JSON.stringify(JSON.parse(frame), (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'at' in value && 'seq' in value
      ? { ...value, at: MORNING + Number(value.seq) * STEP_MS }
      : value,
  )

async function take(page: Page, name: string): Promise<void> {
  const path = join(FOLDER, name)
  // Nothing is pointed at, and nothing blinks.
  await page.mouse.move(0, 0)
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' })
  const { size } = statSync(path)
  if (size > MAX_BYTES) tooLarge.push(name)
  process.stdout.write(`${name} ${size} bytes\n`)
}

/** Without one, Chinese is a row of boxes. */
function missingFont(): string | undefined {
  const { stdout } = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' })
  return stdout?.trim() ? undefined : 'there is no font with Chinese: install fonts-noto-cjk'
}

function fail(why: string): number {
  process.stderr.write(`${why}\n`)
  return 1
}

try {
  process.exitCode = await main()
} finally {
  for (const end of ends) await end()
}
