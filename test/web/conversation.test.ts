import t from 'tap'
import { chatCommand, needsTmux, Tmux } from '../../client-cli/test/support/tmux.ts'
import { needsBrowser, TestBrowser } from '../support/browser.ts'
import { ServerProcess } from '../support/server-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { Guest, PASSWORD } from './support/guest.ts'
import { until } from './support/until.ts'

const needs = needsBrowser.skip === false ? needsTmux : needsBrowser

t.test('two browsers and a terminal', { ...needs, timeout: 90_000 }, async (t) => {
  const folder = temporaryFolder(t)
  const server = await ServerProcess.start({ data: `${folder}/server` })
  t.teardown(() => server.kill())
  const { port } = server
  const browser = await TestBrowser.start(t)
  const [li, han] = await Promise.all([
    Guest.arrive(browser, port),
    Guest.arrive(browser, port, { width: 800, colorScheme: 'dark' }),
  ])

  t.test('register, find each other, become friends', async () => {
    await Promise.all([li.register('li', '李雷'), han.register('han', '韩梅梅')])
    await li.button('Find people').first().click()
    await li.dialog.getByLabel('Find people').fill('韩')
    await li.button('Add friend').click()
    await li.page.getByLabel('A word to it, if you like').fill('一起喝茶吗?')
    await li.button('Send').click()
    await han.button(/1 to answer/).click()
    await han.page.getByText('“一起喝茶吗?”').waitFor()
    await han.dialog.getByLabel('Find people').fill('李')
    await han.dialog.getByText('wants to be your friend').waitFor()
    await han.button('Accept').click()
    await han.button('Close').click()
    await li.button('Close').click()
    await li.listed('韩梅梅').getByRole('img', { name: 'online' }).waitFor()
    await han.listed('李雷').waitFor()
  })

  t.test('talk: what is said has arrived, is counted, is read', async (t) => {
    await li.open('韩梅梅')
    await li.say('中午一起喝茶吗?')
    await li.seesMark('中午一起喝茶吗?', 'delivered')
    await han.listed('李雷').getByText('1 unread').waitFor()
    t.match(await han.page.title(), /^\(1\)/)
    await han.open('李雷')
    await han.sees('中午一起喝茶吗?')
    await li.seesMark('中午一起喝茶吗?', 'read')
    t.equal(await han.listed('李雷').getByText('unread').count(), 0)
    t.notMatch(await han.page.title(), /^\(1\)/)
    await han.box.pressSequentially('好')
    await li.page.getByText('韩梅梅 is typing').waitFor()
    await han.box.press('Enter')
    await li.sees('好')
    await li.page.getByText('韩梅梅 is typing').waitFor({ state: 'hidden' })
    t.same(await li.texts(), ['中午一起喝茶吗?', '好'])
    t.same(await han.texts(), ['中午一起喝茶吗?', '好'])
  })

  t.test('what was recalled is gone for both', async (t) => {
    await li.say('a slip')
    await han.sees('a slip')
    await li.button('Recall').last().click()
    await han.sees('This message was recalled.')
    await li.sees('This message was recalled.')
    t.notOk((await han.texts()).includes('a slip'))
  })

  t.test('a room with all three', async (t) => {
    await li.button('Find or make a room').first().click()
    await li.dialog.getByLabel('Name').fill('午饭')
    await li.page.getByLabel('What it is about').fill('吃什么')
    await li.button('Make the room').click()
    await li.page.getByRole('main', { name: 'Conversation with #午饭' }).waitFor()
    await han.button('Find or make a room').first().click()
    await han.dialog.getByRole('button', { name: 'Join' }).click()
    await han.page.getByRole('main', { name: 'Conversation with #午饭' }).waitFor()

    const tom = new Tmux()
    t.teardown(() => tom.stop())
    await tom.start(chatCommand(port, `${folder}/tom`))
    for (const [question, answer] of [
      ['new account (n)?', 'n'],
      ['Choose a user name', 'tom'],
      ['The name that others see', 'Tom'],
      ['Choose a password', PASSWORD],
      ['once more', PASSWORD],
      ['teahouse ›', '/join 午饭'],
      ['#午饭 ›', 'hello from a terminal'],
    ] as const) {
      await tom.see(question)
      await tom.enter(answer)
    }
    await Promise.all([li.sees('hello from a terminal'), han.sees('hello from a terminal')])
    await li.say('饺子')
    await tom.see('li: 饺子')
    await han.say('面条')
    await tom.see('han: 面条')
    const said = ['hello from a terminal', '饺子', '面条']
    for (const guest of [li, han]) {
      t.same(
        await until(
          () => guest.texts(),
          ({ length }) => length === 3,
        ),
        said,
      )
    }
    await li.seesMark('饺子', 'read by 2')
  })

  t.test('no page had anything to complain of', async (t) => {
    t.same(browser.complaints, [])
  })
})
