import t from 'tap'
import { needsBrowser } from '../support/browser.ts'
import type { ChatPeer } from '../support/chat-peer.ts'
import { type Guest, PASSWORD } from './support/guest.ts'
import { House } from './support/house.ts'
import { until } from './support/until.ts'

/** What has the focus, by its name. */
const FOCUSED = `(() => {
  const one = document.activeElement
  return one.getAttribute('aria-label') || one.labels?.[0]?.textContent || one.textContent
})()`

/** Whether one sees what has the focus: it, or the box that it is in, looks another way without it. */
const IS_SEEN = `(() => {
  const one = document.activeElement
  const look = () => [one, one.parentElement].map((each) => {
    const { outline, boxShadow, borderColor, transform } = getComputedStyle(each)
    return [outline, boxShadow, borderColor, transform]
  }).join()
  const focused = look()
  one.blur()
  const plain = look()
  one.focus()
  return focused !== plain
})()`

t.test('fingers on keys', { ...needsBrowser, timeout: 90_000 }, async (t) => {
  const house = await House.open(t)
  const { guest: li, peer: han } = await house.pair(t, ['li', 'han'])
  const { page } = li
  await li.open('han')

  t.test(
    'Enter while an input method composes does not send; the one after it does, once',
    async (t) => {
      const device = await page.context().newCDPSession(page)
      /** As the browser tells a page of a key that the input method takes for itself. */
      const takenKey = async (key: string): Promise<void> => {
        const which = { key, code: key, windowsVirtualKeyCode: 229 }
        await device.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...which })
        await device.send('Input.dispatchKeyEvent', { type: 'keyUp', ...which })
      }
      await li.box.focus()
      for (const text of ['n', 'ni', 'ni h', 'ni hao']) {
        await takenKey('Process')
        await device.send('Input.imeSetComposition', {
          text,
          selectionStart: text.length,
          selectionEnd: text.length,
        })
      }
      t.equal(await li.box.inputValue(), 'ni hao')
      // Chromium's Enter, and Firefox's.
      await takenKey('Enter')
      await li.box.dispatchEvent('keydown', { key: 'Enter', isComposing: true })
      t.equal(await li.box.inputValue(), 'ni hao', 'nothing was sent')
      await device.send('Input.insertText', { text: '你好' })
      // Safari's comes when the composition is over.
      await li.box.dispatchEvent('keydown', { key: 'Enter', keyCode: 229 })
      t.equal(await li.box.inputValue(), '你好')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Enter')
      await li.seesMark('你好', 'stored')
      t.equal(await li.box.inputValue(), '')
      await han.settled()
      t.same(saidTo(han), ['你好'])
    },
  )

  t.test('Shift Enter begins a line, ↑ takes the last one back up', async (t) => {
    await li.box.pressSequentially('two')
    await page.keyboard.press('Shift+Enter')
    await li.box.pressSequentially('lines')
    await page.keyboard.press('Enter')
    t.match(await han.event('msg', ({ text }) => text !== '你好'), { text: 'two\nlines' })
    await li.seesMark('two lines', 'stored')
    await page.keyboard.press('ArrowUp')
    t.equal(
      await until(
        () => li.box.inputValue(),
        (value) => value !== '',
      ),
      'two\nlines',
    )
    await page.getByText('Sending this takes back what you said before.').waitFor()
    await li.box.press('End')
    await li.box.pressSequentially(' more')
    await page.keyboard.press('Enter')
    await han.event('recalled')
    t.match(await han.event('msg', ({ text }) => text !== '你好'), { text: 'two\nlines more' })
  })

  t.test('from the door to a message without a mouse', async (t) => {
    const tom = await house.guest()
    await house.peer(t, 'tom')
    const keys = tom.page.keyboard
    await tom.page.getByLabel('User name').waitFor()
    t.match(await tom.page.evaluate(FOCUSED), /^User name/, 'one can type at once')
    await keys.type('tom')
    await keys.press('Tab')
    await keys.type(PASSWORD)
    await keys.press('Enter')
    await tom.isIn()

    await tom.summon('Control+k')
    await keys.type('assis')
    await tom.dialog
      .getByRole('option', { name: /assistant/i })
      .first()
      .waitFor()
    await keys.press('Enter')
    await tom.box.waitFor()
    await until(
      () => tom.page.evaluate<string>(FOCUSED),
      (name) => name.startsWith('Write to'),
    )
    await keys.type('help')
    await keys.press('Enter')
    // It reads faster than one sees.
    await tom.seesMark('help', 'read')
    t.ok(await tom.page.evaluate(IS_SEEN), 'one sees where one is')
  })

  t.test('Esc closes what was opened last, and the focus goes back to where it was', async (t) => {
    await li.box.focus()
    for (const open of ['Control+k', 'Control+/']) {
      await li.summon(open)
      await li.escape()
      t.match(await page.evaluate(FOCUSED), /^Write to/, open)
    }
    await page.keyboard.press('Alt+ArrowDown')
    await page.getByRole('main', { name: 'Conversation with 小助手' }).waitFor()
    await page.keyboard.press('Alt+ArrowUp')
    await page.getByRole('main', { name: 'Conversation with han' }).waitFor()
  })

  t.test('every stop of Tab has a name and is seen', async (t) => {
    await page.reload()
    // The page puts the cursor into the box by itself, and not in the middle of the walk.
    await until(
      () => page.evaluate<string>(FOCUSED),
      (name) => name.startsWith('Write to'),
    )
    const stops = await walk(li)
    t.ok(stops.length > 8, `${stops.length} stops`)
    t.same(
      stops.filter(({ name }) => name === ''),
      [],
    )
    t.same(
      stops.filter(({ isSeen }) => !isSeen),
      [],
    )
  })

  t.test('no page had anything to complain of', async (t) => {
    t.same(house.browser.complaints, [])
  })
})

const saidTo = (peer: ChatPeer): unknown[] =>
  peer.events.filter(({ type }) => type === 'msg').map(({ text }) => text)

/** Once round the page with Tab, from the box to the box. */
async function walk({ page }: Guest): Promise<{ name: string; isSeen: boolean }[]> {
  const stops: { name: string; isSeen: boolean }[] = []
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press('Tab')
    // Behind the last one comes the browser's own frame.
    if (await page.evaluate<boolean>('document.activeElement === document.body')) continue
    stops.push({
      name: (await page.evaluate<string>(FOCUSED)).trim(),
      isSeen: await page.evaluate<boolean>(IS_SEEN),
    })
    if (stops.at(-1)?.name.startsWith('Write to')) break
  }
  return stops
}
