import type { Cast } from './cast.ts'
import { READ_BACK } from './counters.ts'
import { readHistory } from './history.ts'
import type { Membership } from './membership.ts'
import type { VirtualUser } from './virtual-user.ts'
import type { World } from './world.ts'

const READERS = 16

/**
 * The last look: every member reads the end of each of its conversations back from the server, whatever it has seen already, and holds it
 * against what was pushed and acknowledged. It finds what was never pushed, and what has gone from the database since.
 */
export async function readAllBack(
  world: World,
  cast: Cast,
  heads: Float64Array,
  messagesEach: number,
): Promise<void> {
  const jobs = [...cast.members].flatMap(([conversation, members]) => {
    const head = heads[conversation] ?? 0
    const base = cast.logs.get(conversation)?.base ?? 0
    // Nobody said anything.
    return head > base ? members.map((member) => ({ ...member, base, head })) : []
  })
  const next = jobs.values()
  const reader = async () => {
    for (const { user, membership, base, head } of next) {
      const from = Math.max(base, Math.min(membership.witness.seen.contiguous, head - messagesEach))
      await readBack(world, user, membership, from, head)
    }
  }
  await Promise.all(Array.from({ length: READERS }, reader))
}

async function readBack(
  world: World,
  user: VirtualUser,
  membership: Membership,
  from: number,
  head: number,
): Promise<void> {
  const { faults, counters } = world
  const { witness } = membership
  const { announced } = witness
  let expected = from + 1
  const skip = (to: number) => {
    // Those that this member never saw are counted as missing at the end.
    for (; expected < to; expected++) {
      if (!witness.seen.has(expected)) continue
      const seq = expected
      faults.note(
        'lost',
        () => `${user.name} had number ${seq} of ${membership.chat}, and history has it no more`,
      )
    }
  }
  const { requests } = user.arrival
  if (requests === undefined) return
  try {
    await readHistory(requests, membership, from, world.scan, (scan) => {
      counters.add(READ_BACK)
      const { seq } = scan
      if (seq < expected)
        faults.note(
          'disorder',
          () => `history of ${membership.chat} has ${seq} behind ${expected - 1}`,
        )
      skip(seq)
      expected = seq + 1
      const isNew = user.reader.pulled(membership, scan)
      if (isNew && seq > announced && scan.sender !== user.index) {
        faults.note(
          'unannounced',
          () => `${user.name} was never told of number ${seq} of ${membership.chat}`,
        )
      }
    })
    skip(head + 1)
  } catch (error) {
    // Counted; what could not be read is missing in the evidence if it was not seen before.
    world.errors.add(`history: ${(error as { code?: string }).code ?? (error as Error).message}`)
  }
}
