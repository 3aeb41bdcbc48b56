import { DELIVERED, GAPS_HEALED, PULLED, RESYNCS } from './counters.ts'
import type { FrameScan } from './frame-scan.ts'
import { readHistory } from './history.ts'
import type { Membership } from './membership.ts'
import type { VirtualUser } from './virtual-user.ts'
import type { World } from './world.ts'

/** The half of a user that reads: takes in what is pushed, says `received`, and pulls what is missing. */
export class Reader {
  readonly #world: World
  readonly #user: VirtualUser
  /** Conversations of which something came in the chunk that is being read. */
  readonly #touched: Membership[] = []

  constructor(world: World, user: VirtualUser) {
    this.#world = world
    this.#user = user
  }

  /** The event `msg`. */
  message(scan: FrameScan): void {
    const membership = this.#membershipOf(scan)
    if (membership === undefined || !membership.hasBegun) {
      if (scan.isOurs) this.#corrupt(scan, 'who is not in that conversation')
      return
    }
    if (scan.isOurs && !this.#isFromSender(scan)) this.#corrupt(scan, "as another's")
    if (membership.pushed(scan) && scan.sender !== this.#user.index) this.#delivered(scan)
    this.touch(membership)
  }

  /** Something moved in this conversation: what there is to say about it is said at the end of the chunk. */
  touch(membership: Membership): void {
    if (membership.isTouched) return
    membership.isTouched = true
    this.#touched.push(membership)
  }

  readDone(): void {
    for (const membership of this.#touched) {
      membership.isTouched = false
      this.#acknowledge(membership)
    }
    this.#touched.length = 0
  }

  /** [P-13] The server stopped pushing and says how far the conversations have got. */
  resync(chats: readonly { chat: string; head: number }[]): void {
    this.#world.counters.add(RESYNCS)
    for (const { chat, head } of chats) {
      const membership = this.#user.memberships.find((candidate) => candidate.chat === chat)
      if (membership === undefined) continue
      membership.witness.announce(head)
      void this.catchUp(membership)
    }
  }

  /** Pulls what is missing [G-4]. Never rejects: what stays missing is noticed again. */
  async catchUp(membership: Membership): Promise<void> {
    const { requests } = this.#user.arrival
    if (requests === undefined || membership.isPulling) return
    membership.isPulling = true
    const { witness } = membership
    const pulledBefore = witness.pulled
    try {
      await readHistory(
        requests,
        membership,
        witness.seen.contiguous,
        this.#world.scan,
        (scan) => this.pulled(membership, scan),
        () => !membership.hasGap,
      )
      if (witness.pulled > pulledBefore) this.#world.counters.add(GAPS_HEALED)
      this.#acknowledge(membership)
    } catch (error) {
      this.#world.errors.add((error as { code?: string }).code ?? (error as Error).name)
    } finally {
      membership.isPulling = false
    }
  }

  /** A message of history. @returns whether it was new to this user */
  pulled(membership: Membership, scan: FrameScan): boolean {
    if (!membership.witness.pull(scan)) return false
    const { name, index } = this.#user
    if (!scan.isOurs || scan.sender !== index) {
      this.#world.counters.add(PULLED)
      this.#delivered(scan)
    } else if (membership.isRefused(scan.n)) {
      const { n, seq } = scan
      this.#world.faults.note(
        'unexpected',
        () => `message ${n} of ${name} was refused and is number ${seq} of ${membership.chat}`,
      )
    }
    return true
  }

  #delivered(scan: FrameScan): void {
    const { counters, latencies, measureFromUs, ground } = this.#world
    counters.add(DELIVERED)
    if (!scan.isOurs || scan.intendedUs < measureFromUs) return
    // Who was away on purpose did not wait for what was said meanwhile.
    if (scan.intendedUs < this.#user.arrival.presentSinceUs) return
    const kind = this.#user.isApart ? 'deliveryApart' : 'delivery'
    latencies.record(kind, ground.readAtUs - scan.intendedUs)
  }

  #acknowledge(membership: Membership): void {
    const { gaps, untold, ground } = this.#world
    // Nobody waits for it in a room, so one frame may cover a while. To a friend every message is acknowledged.
    if (!membership.isRoom) this.tell(membership)
    else if (membership.isBehind) untold.set(membership, this.#user)
    if (membership.hasGap && membership.gapBehind === -1) {
      membership.gapBehind = membership.witness.seen.contiguous
      membership.gapSinceUs = ground.readAtUs
      gaps.set(membership, this.#user)
    }
  }

  /** Says how far this user has got. */
  tell(membership: Membership): void {
    const { assignment, random } = this.#world
    const received = membership.receivedFrame()
    if (received === '') return
    const link = this.#user.arrival.onlineLink
    link?.write(received)
    if (assignment.readShare > 0 && random.next() < assignment.readShare) {
      link?.write(membership.readFrame())
    }
  }

  #membershipOf(scan: FrameScan): Membership | undefined {
    for (const membership of this.#user.memberships) if (membership.isChat(scan)) return membership
    return undefined
  }

  #isFromSender({ sender, bytes, fromStart, fromEnd }: FrameScan): boolean {
    const name = this.#world.names[sender]
    if (name === undefined || fromEnd - fromStart !== name.length) return false
    for (let i = 0; i < name.length; i++) if (bytes[fromStart + i] !== name[i]) return false
    return true
  }

  #corrupt({ n, sender }: FrameScan, how: string): void {
    const { faults, assignment } = this.#world
    const { name } = this.#user
    faults.note(
      'corrupt',
      () => `message ${n} of ${assignment.names[sender]} came to ${name}, ${how}`,
    )
  }
}
