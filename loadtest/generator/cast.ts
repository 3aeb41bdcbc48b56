import { ConversationLog } from '../verify/conversation-log.ts'
import { Witness } from '../verify/witness.ts'
import { Membership } from './membership.ts'
import { VirtualUser } from './virtual-user.ts'
import type { World } from './world.ts'

/** The users of one worker, and what they together know of their conversations. */
export interface Cast {
  /** By their number in the whole run. */
  readonly users: ReadonlyMap<number, VirtualUser>
  readonly logs: ReadonlyMap<number, ConversationLog>
  /** The users' memberships by conversation. */
  readonly members: ReadonlyMap<number, readonly { user: VirtualUser; membership: Membership }[]>
}

export function makeCast(world: World): Cast {
  const { assignment, faults } = world
  const users = new Map(assignment.users.map((user) => [user.index, new VirtualUser(world, user)]))
  const logs = new Map<number, ConversationLog>()
  const members = new Map<number, { user: VirtualUser; membership: Membership }[]>()
  for (const { index, room, members: indexes } of assignment.conversations) {
    const log = new ConversationLog()
    logs.set(index, log)
    const here: { user: VirtualUser; membership: Membership }[] = []
    for (const member of indexes) {
      const user = users.get(member)
      if (user === undefined) continue
      const friend = indexes[0] === member ? indexes[1] : indexes[0]
      const chat = room ?? assignment.names[friend ?? -1] ?? ''
      const witness = new Witness(index, member, log, faults, (sighting) => {
        const what = sighting.isOurs
          ? `message ${sighting.n} of ${assignment.names[sighting.sender] ?? sighting.sender}`
          : 'a message of somebody else'
        return `number ${sighting.seq} of ${chat} as ${user.name} sees it, ${what},`
      })
      const place = user.memberships.length
      const membership = new Membership(place, index, chat, member, assignment.run, witness)
      user.memberships.push(membership)
      here.push({ user, membership })
    }
    members.set(index, here)
  }
  return { users, logs, members }
}
