import { LoadError } from '../load-error.ts'
import type { Plan } from '../scenarios/plan.ts'
import type { Target } from '../wire/transport.ts'
import type { Account } from './account.ts'
import { SetupClient } from './setup-client.ts'

const AT_ONCE = 8

/**
 * Makes the plan's rooms, each by its first member; the others join when they log in.
 * @returns the rooms' addresses by the number of the conversation
 * @throws LoadError
 */
export async function makeRooms(
  target: Target,
  conversations: Plan['conversations'],
  accounts: readonly Account[],
  prefix: string,
): Promise<Map<number, string>> {
  const rooms = new Map<number, string>()
  const next = conversations.entries()
  const maker = async () => {
    for (const [index, { kind, members }] of next) {
      const owner = accounts[members[0] ?? -1]
      if (kind !== 'room' || owner === undefined) continue
      const room = `#${prefix}${index}`
      await makeRoom(target, owner, room)
      rooms.set(index, room)
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, maker))
  } catch (cause) {
    throw new LoadError(`the rooms could not be made: ${(cause as Error).message}`, { cause })
  }
  return rooms
}

async function makeRoom(target: Target, owner: Account, room: string): Promise<void> {
  const client = await SetupClient.open(target)
  try {
    await client.ask('login', { token: owner.token })
    await client.ask('room.create', { room, topic: 'load test' })
  } finally {
    client.close()
  }
}
