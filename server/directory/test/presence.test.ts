import t from 'tap'
import { ASSISTANT_ID } from '../../storage/store.ts'
import { Ear, personOf, relationTo, stateOf } from '../../test/support/members.ts'
import { TurnedClock } from '../../test/support/turned-clock.ts'
import { Directory } from '../directory.ts'
import type { OnlineUser } from '../online-user.ts'
import { announcePresence, statusFor } from '../presence.ts'

const LI = personOf(7, 'li')
const PEOPLE = {
  friend: relationTo(personOf(8, 'friend')),
  stranger: relationTo(personOf(9, 'stranger'), { state: 'none' }),
  asked: relationTo(personOf(10, 'asked'), { state: 'incoming' }),
  blocked: relationTo(personOf(11, 'blocked'), { blocks: true }),
  blocker: relationTo(personOf(12, 'blocker'), { blockedBy: true }),
}

function open() {
  const directory = new Directory(new TurnedClock())
  const ears = Object.entries(PEOPLE).map(([name, { person, state, blocks, blockedBy }]) => {
    const mirrored = relationTo(LI, { state, blocks: blockedBy, blockedBy: blocks })
    const ear = new Ear()
    directory.attach(stateOf(person.id, name, { relations: [mirrored] }), ear)
    return { name, ear }
  })
  const relations = Object.values(PEOPLE)
  const { user: li } = directory.attach(stateOf(7, 'li', { relations }), new Ear())
  return { directory, li, ears }
}

t.test('a change of status is told to friends, and to no one else', async (t) => {
  const { directory, li, ears } = open()
  announcePresence(directory, li, 'away')
  for (const { name, ear } of ears) {
    const told = name === 'friend' ? [{ type: 'presence', user: 'li', status: 'away' }] : []
    t.same(ear.ephemeral, told, name)
    t.same(ear.frames, [], 'it is the first thing to be dropped')
  }
})

t.test('who is blocked, either way, looks offline', async (t) => {
  const { directory, li } = open()
  const seen = Object.values(PEOPLE).map(({ person }) => statusFor(directory, li, person.id))
  t.same(seen, ['online', 'online', 'online', 'offline', 'offline'])
  t.equal(statusFor(directory, li, 99), 'offline', 'nobody of that id is here')
  t.equal(statusFor(directory, li, ASSISTANT_ID), 'online')
  const friend = directory.user(8) as OnlineUser
  friend.status = 'away'
  t.equal(statusFor(directory, li, 8), 'away')
})
