import { Bonjour, type Browser, type Service } from 'bonjour-service'
import type { MulticastSocket } from './multicast-socket.ts'
import { SERVICE_TYPE } from './service.ts'

export type { Bonjour, Browser, Service }

type Options = ConstructorParameters<typeof Bonjour>[0]

/** The library on a socket of ours, which is bound already and has joined the group. */
export function openBonjour(socket: MulticastSocket): Bonjour {
  // The library hands them on to the one below it, of which its types say nothing.
  const options = { socket, bind: false, multicast: false }
  // The socket has told of it.
  return new Bonjour(options as Options, () => {})
}

/** Starts to look for servers; the question goes out at once. */
export function browseOn(bonjour: Bonjour): Browser {
  return bonjour.find({ type: SERVICE_TYPE })
}
