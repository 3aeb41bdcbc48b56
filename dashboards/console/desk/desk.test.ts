import t from 'tap'
import { AdminError } from '../../admin/admin-client.ts'
import type { Asking, Feed } from '../feed/feed.ts'
import { newState } from '../state/console-state.ts'
import { list, session } from '../test/support/made-up.ts'
import { Desk } from './desk.ts'
import { pressKey } from './keys.ts'

const nothing = (): void => undefined

function deskOf(ask: (type: string) => Promise<unknown>) {
  const state = newState('admin.sock', false)
  const feed: Feed = {
    target: 'admin.sock',
    place: 'admin.sock',
    asking: { ask } as Asking,
    open: () => Promise.resolve(),
    watchLog: nothing,
    close: nothing,
  }
  const desk = new Desk(state, feed, nothing)
  const press = (...names: string[]): void => {
    for (const name of names) pressKey(desk, { name }, nothing)
  }
  return { state, desk, press }
}

t.test('who was to be kicked by a number is not asked about after a restart', async (t) => {
  const asked: string[] = []
  const { state, desk, press } = deskOf((type) => {
    asked.push(type)
    return Promise.resolve({ sessions: [], found: 0 })
  })
  state.view = 'sessions'
  state.lists.sessions = list([session(2)])
  press('k')
  t.match(state.dialog, { act: { type: 'kick', session: Number } })
  desk.lost('The server has gone.')
  desk.back()
  t.equal(state.dialog, undefined)
  t.match(state.message, { isProblem: true })
  press('k', 'enter')
  t.notOk(asked.includes('kick'), 'the number may be somebody else’s by now')

  state.view = 'users'
  state.dialog = { act: { type: 'ban', whom: 'li' }, fields: [], focus: 0 }
  desk.back()
  t.match(state.dialog, { act: { whom: 'li' } }, 'a name stays the same person')
})

t.test('a list that could not be had is where it was moved to meanwhile', async (t) => {
  let refuse: (error: Error) => void = nothing
  const { state, desk, press } = deskOf(
    () =>
      new Promise((_, reject) => {
        refuse = reject
      }),
  )
  state.view = 'users'
  desk.refresh()
  state.lists.users = list([1, 2, 3].map((id) => ({ user: `${id}` }))) as never
  press('down', 'down')
  refuse(new AdminError('unavailable', 'The database is away.'))
  await new Promise((resolve) => setImmediate(resolve))
  t.match(state.lists.users, { cursor: 2, length: 3, error: 'The database is away.' })
})
