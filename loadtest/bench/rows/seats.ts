import type { Seat } from '../../peers/peer.ts'
import type { Account } from '../servers/bench-server.ts'

/** Neighbours talk to each other; the number of accounts is even. */
export const pairSeats = (accounts: readonly Account[]): Seat[] =>
  accounts.map((account, index) => ({
    ...account,
    kind: 'pair',
    to: accounts[index ^ 1]?.user ?? account.user,
    opensRoom: false,
  }))

/** The first opens the room and speaks, the others listen. */
export const roomSeats = (accounts: readonly Account[], room: string): Seat[] =>
  accounts.map((account, index) => ({ ...account, kind: 'room', to: room, opensRoom: index === 0 }))
