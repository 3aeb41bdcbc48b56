import t from 'tap'
import { needsBrowser } from '../support/browser.ts'
import { House } from './support/house.ts'
import { until } from './support/until.ts'

const COUNT = 400
const text = (seq: number): string => `message ${seq}`

t.test('a long conversation', { ...needsBrowser, timeout: 90_000 }, async (t) => {
  const house = await House.open(t, ['--rate-limit', '0'])
  const { guest: li, peer: han } = await house.pair(t, ['li', 'han'])
  const { page } = li
  const list = page.getByRole('region', { name: 'Messages' })
  const placeOf = async (seq: number): Promise<number | undefined> => {
    const message = list.getByText(text(seq), { exact: true })
    // Asked for its place, it would be waited for.
    if ((await message.count()) === 0) return undefined
    return (await message.boundingBox())?.y
  }
  const isInView = async (seq: number): Promise<boolean> => {
    const [frame, y] = [await list.boundingBox(), await placeOf(seq)]
    return frame !== null && y !== undefined && y >= frame.y && y < frame.y + frame.height
  }
  for (let seq = 1; seq <= COUNT; seq += 1) await han.send('li', text(seq))

  t.test('it opens where one has read to, and one gets to its end', async (t) => {
    await li.listed('han').getByText(`${COUNT} unread`).waitFor()
    await li.open('han')
    await list.getByText('New', { exact: true }).waitFor()
    t.notOk(await isInView(COUNT), 'not at the end, which was not read yet')
    t.equal(await li.listed('han').getByText('unread').count(), 1)
    await li.button('To the latest').click()
    await until(
      () => isInView(COUNT),
      (isSeen) => isSeen,
    )
    await li.listed('han').getByText('unread').waitFor({ state: 'detached' })
    await han.event('receipt', ({ read }) => read === COUNT)
  })

  t.test('what is older comes as one scrolls, and nothing jumps', async (t) => {
    await list.focus()
    await until(
      async () => {
        // Again and again: each page that comes is put above what one sees.
        await page.keyboard.press('Home')
        return (await list.getByText('This is the beginning.').count()) === 1 && isInView(1)
      },
      (isSeen) => isSeen,
    )
    t.same(
      (await li.texts()).filter((_, index) => index < 300),
      Array.from({ length: 300 }, (_, index) => text(index + 1)),
      'each once and in order',
    )
    const before = await placeOf(5)
    await han.send('li', 'something new')
    await li.button('1 New messages').waitFor()
    t.equal(await placeOf(5), before, 'what one reads stays where it is')
    await li.button('1 New messages').click()
    await li.sees('something new')
    await until(
      () => isInView(COUNT),
      (isSeen) => isSeen,
    )
  })

  t.test('what was found is shown in its place, and one comes back from there', async (t) => {
    await page.reload()
    await li.sees('something new')
    await li.button('Search').click()
    await page.getByRole('searchbox').fill('message 77')
    await page.getByRole('button', { name: /message 77/ }).click()
    await until(
      () => isInView(77),
      (isSeen) => isSeen,
    )
    await li.box.focus()
    await page.keyboard.press('Escape')
    await until(
      () => isInView(COUNT),
      (isSeen) => isSeen,
    )
    t.ok((await li.texts()).includes('something new'))

    // Whoever answers in the past wants to see the answer.
    await page.getByRole('button', { name: /message 77/ }).click()
    await until(
      () => isInView(77),
      (isSeen) => isSeen,
    )
    await li.say('an answer')
    await li.seesMark('an answer', 'stored')
    await until(
      () => isInView(COUNT),
      (isSeen) => isSeen,
    )
  })

  t.test('no page had anything to complain of', async (t) => {
    t.same(house.browser.complaints, [])
  })
})
