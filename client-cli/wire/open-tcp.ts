import { connect } from 'node:net'
import type { OpenWire } from '../../client/wire/wire.ts'
import type { Address } from './address.ts'
import { openSocket } from './open-socket.ts'
import { SocketWire } from './socket-wire.ts'

/** Lines over plain TCP, which anybody on the way can read. */
export function openTcp({ host, port }: Address): OpenWire {
  return async (handlers, connectMs, signal) => {
    const dial = () => connect({ host, port })
    return new SocketWire(await openSocket({ dial, ready: 'connect', connectMs, signal }), handlers)
  }
}
