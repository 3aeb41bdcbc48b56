import type { Page } from 'playwright-core'
import t from 'tap'
import { needsBrowser } from '../support/browser.ts'
import { ChatPeer } from '../support/chat-peer.ts'
import { PASSWORD } from './support/guest.ts'
import { ABOUT_THE_CONNECTION, House } from './support/house.ts'
import { until } from './support/until.ts'

t.test('pages that go, servers that go', { ...needsBrowser, timeout: 90_000 }, async (t) => {
  const house = await House.open(t)
  const { guest: li, peer: han } = await house.pair(t, ['li', 'han'])
  await li.open('han')

  t.test('a reload in the middle is quiet', async (t) => {
    await han.send('li', 'before')
    await li.say('mine')
    await li.seesMark('mine', 'stored')
    await li.box.fill('half a thou')
    await li.page.reload()
    await li.sees('mine')
    t.equal(await li.page.getByLabel('Password').count(), 0, 'no password was asked')
    t.equal(await li.box.inputValue(), 'half a thou', 'the draft is there')
    t.same(await li.texts(), ['before', 'mine'], 'nothing came twice')
    await han.send('li', 'after')
    await li.sees('after')
    await li.box.press('End')
    await li.box.pressSequentially('ght')
    await li.box.press('Enter')
    await li.seesMark('half a thought', 'stored')
    t.equal(await li.box.inputValue(), '', 'and not any more when it was sent')
    await li.page.reload()
    await li.sees('half a thought')
    t.equal(await li.box.inputValue(), '')
  })

  t.test('[G-2] what is written while the server is dead is stored once', async (t) => {
    await house.server.kill()
    await li.page.getByText('No connection.').waitFor()
    await li.page.getByText('not connected').waitFor()
    const written = ['one 一', 'two', 'three']
    for (const text of written.slice(0, 2)) await li.say(text)
    await li.seesMark('two', 'waiting to be sent')
    await li.page.getByText('2 waiting; they go out by themselves.').waitFor()
    await li.box.fill('a draft')
    t.same(await namesInStorage(li.page), {
      login: ['token', 'user'],
      out: ['chat', 'text', 'writtenAt'],
    })

    await house.reopen()
    await li.button('Try now').click()
    await li.seesMark('two', 'stored')
    await li.page.getByText('No connection.').waitFor({ state: 'hidden' })
    await li.say('three')
    await li.seesMark('three', 'stored')
    const all = ['before', 'mine', 'after', 'half a thought', ...written]
    t.same(await li.texts(), all)
    t.same(await historyOf('han', 'li'), all, 'every one is there once, in order')
  })

  t.test('[G-2] … and once still when the page is reloaded meanwhile', async (t) => {
    const before = await li.texts()
    await house.server.kill()
    await li.page.getByText('No connection.').waitFor()
    await li.box.fill('')
    for (const text of ['four', 'five']) await li.say(text)
    await li.seesMark('five', 'waiting to be sent')
    // The page comes from the server as well: so the reload is one that finds it back, and its answers to `send` lost.
    await house.reopen()
    await li.page.reload()
    await li.seesMark('five', 'stored')
    const all = [...before, 'four', 'five']
    t.same(
      await until(
        () => li.texts(),
        (texts) => texts.includes('five'),
      ),
      all,
    )
    t.same(await historyOf('han', 'li'), all, 'every one is there once, in order')
  })

  t.test('[G-2] … and when the answers get lost on the way', async (t) => {
    const before = await li.texts()
    const han = await ChatPeer.connect(house.port)
    await han.ok({ type: 'login', user: 'han', password: PASSWORD })
    let isLosing = true
    await li.page.routeWebSocket(/\/ws$/, (socket) => {
      const server = socket.connectToServer()
      server.onMessage((frame) => {
        // Of all that is answered, only what was sent has a number and a time.
        const isAnswer = /^\{"type":"ok".*"seq":.*"at":/.test(`${frame}`)
        if (!isAnswer || !isLosing) socket.send(frame)
      })
    })
    await li.page.reload()
    await li.say('six')
    await han.event('msg', ({ text }) => text === 'six')
    await li.seesMark('six', 'waiting to be sent')
    isLosing = false
    await li.page.reload()
    await li.seesMark('six', 'stored')
    t.same(await li.texts(), [...before, 'six'])
    t.same(await historyOf('han', 'li'), [...before, 'six'])
    han.end()
  })

  t.test('nobody complained but the browser of the connection', async (t) => {
    t.same(
      house.browser.complaints.filter((complaint) => !ABOUT_THE_CONNECTION.test(complaint)),
      [],
    )
  })

  async function historyOf(user: string, chat: string): Promise<unknown[]> {
    const peer = await ChatPeer.connect(house.port)
    await peer.ok({ type: 'login', user, password: PASSWORD })
    const { messages } = await peer.ok({ type: 'history', chat, limit: 200 })
    peer.end()
    return (messages as { text: string }[]).map(({ text }) => text)
  }
})

/** By which names a page of any version finds what is in the things that this one keeps (docs/web.md). */
async function namesInStorage(page: Page): Promise<Record<string, string[]>> {
  const kept = await page.evaluate<[string, string][]>('Object.entries(localStorage)')
  return Object.fromEntries(
    kept
      .filter(([, value]) => value.startsWith('{'))
      .map(([key, value]) => [key.split(':')[1], Object.keys(JSON.parse(value)).toSorted()]),
  )
}
