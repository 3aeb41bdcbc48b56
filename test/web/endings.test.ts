import t from 'tap'
import { AdminPeer } from '../support/admin-peer.ts'
import { needsBrowser } from '../support/browser.ts'
import { ServerProcess } from '../support/server-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { Guest } from './support/guest.ts'
import { ABOUT_THE_CONNECTION, House } from './support/house.ts'

t.test('sent away, not let in', { ...needsBrowser, timeout: 90_000 }, async (t) => {
  const house = await House.open(t)
  const admin = await AdminPeer.connect(house)
  t.teardown(() => admin.end())
  const sessionsOf = async (user: string): Promise<unknown> =>
    (await admin.ok({ type: 'sessions', query: user }))['found']

  t.test('a wrong password is told, and the right one is then taken', async (t) => {
    await house.peer(t, 'tom')
    const tom = await house.guest()
    await tom.logIn('tom', 'not his password')
    await tom.page.getByRole('alert').getByText('wrong').waitFor()
    t.equal(await tom.page.getByLabel('User name').inputValue(), 'tom', 'it is there still')
    await tom.logIn('tom')
    await tom.isIn()
  })

  t.test('a name that is taken, a password that is short', async () => {
    const tom = await house.guest()
    await tom.button('New here? Make an account').click()
    await tom.page.getByLabel('User name').fill('tom')
    await tom.page.getByLabel('Password').fill('short')
    await tom.button('Make an account').click()
    await tom.page.getByRole('alert').getByText('at least 8').waitFor()
    await tom.page.getByLabel('Password').fill('long enough')
    await tom.button('Make an account').click()
    await tom.page.getByRole('alert').getByText('taken').waitFor()
  })

  t.test('who is kicked is told why, and comes back only when asked to', async (t) => {
    const { guest: li } = await house.pair(t, ['li', 'han'])
    await li.open('han')
    await li.box.fill('what I was about to say')
    await admin.ok({ type: 'kick', user: 'li', reason: 'move to the other server <b>' })
    await li.page.getByText('move to the other server <b>').waitFor()
    t.equal(await sessionsOf('li'), 0)
    await li.button('Log in again').click()
    await li.isIn()
    await li.open('han')
    t.equal(await li.box.inputValue(), 'what I was about to say')
  })

  t.test('who is banned is told why, and is not let in again', async (t) => {
    const { guest: eve } = await house.pair(t, ['eve', 'adam'])
    await admin.ok({ type: 'ban', user: 'eve', reason: 'the apple' })
    await eve.page.getByText('You cannot come in').waitFor()
    await eve.page.getByText('the apple').waitFor()
    await eve.page.reload()
    await eve.page.getByLabel('User name').waitFor()
    await eve.logIn('eve')
    await eve.page.getByRole('alert').getByText('banned').waitFor()
    t.equal(await sessionsOf('eve'), 0)
  })

  t.test('where registration is closed the page says so', async (t) => {
    const data = temporaryFolder(t)
    const server = await ServerProcess.start({ data, flags: ['--registration', 'closed'] })
    t.teardown(() => server.kill())
    const guest = await Guest.arrive(house.browser, server.port)
    await guest.page.getByText('This server does not take new accounts').waitFor()
    t.equal(await guest.button('New here? Make an account').count(), 0)
  })

  t.test('a server that is full, or not there, is waited for', async (t) => {
    const { guest: lucy } = await house.pair(t, ['lucy', 'jim'])
    let isFull = true
    await lucy.page.routeWebSocket(/\/ws$/, (socket) => {
      if (isFull) void socket.close({ code: 1013, reason: 'busy' })
      else socket.connectToServer()
    })
    await lucy.page.reload()
    await lucy.page.getByText('No connection.').waitFor()
    await lucy.button('Log in as somebody else').waitFor()
    isFull = false
    await lucy.button('Try now').click()
    await lucy.isIn()

    const stranger = await house.guest()
    await stranger.page.getByLabel('User name').waitFor()
    await house.server.kill()
    await stranger.logIn('lucy')
    await stranger.page.getByRole('alert').getByText(/./).waitFor()
    await house.reopen()
    await stranger.button('Log in').click()
    await stranger.isIn()
  })

  t.test('no page had anything to complain of', async (t) => {
    const complaints = house.browser.complaints.filter((one) => !ABOUT_THE_CONNECTION.test(one))
    t.same(complaints, [])
  })
})
