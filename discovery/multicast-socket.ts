import { createSocket, type Socket } from 'node:dgram'
import { EventEmitter } from 'node:events'
import { BlockList } from 'node:net'
import type { Network } from './links.ts'
import { Sieve, type SieveOptions } from './sieve.ts'

const GROUP = '224.0.0.251'
const PORT = 5353
const EVERYWHERE = '0.0.0.0'
/** As RFC 6762, section 11, has it. */
const TIME_TO_LIVE = 255
/** An answer is a few hundred bytes, and each question may cause one: whoever floods us gets no more than this out of us. */
const SENDS_PER_SECOND = 50

export interface MulticastOptions extends SieveOptions {
  readonly network: Network
  /** Something could not be sent or heard. Called for every such thing. */
  readonly onTrouble: (error: Error) => void
}

/**
 * A socket on one network, as the library takes it. The library's own would go out through the default route alone, which a network without the internet
 * need not have, and an error of it would end the process.
 */
export class MulticastSocket extends EventEmitter {
  readonly #socket: Socket
  readonly #onTrouble: (error: Error) => void
  #isClosed = false
  #sentThisSecond = 0
  #second = 0

  private constructor(socket: Socket, { network, onTrouble, ...sieveOptions }: MulticastOptions) {
    super()
    this.#socket = socket
    this.#onTrouble = onTrouble
    const sieve = new Sieve(sieveOptions)
    const neighbours = new BlockList()
    for (const subnet of network.subnets) {
      const [address = '', prefix] = subnet.split('/')
      neighbours.addSubnet(address, Number(prefix))
    }
    socket.on('message', (packet, from) => {
      // Every socket of this port hears what comes in on any network, and what strangers send from far away.
      if (!neighbours.check(from.address)) return
      if (sieve.passes(packet, performance.now())) this.emit('message', packet, from)
    })
    socket.on('error', onTrouble)
  }

  /** Rejects with the system's error where that network does not take it. */
  static async open(options: MulticastOptions): Promise<MulticastSocket> {
    // Other programs of this machine listen there as well.
    const socket = createSocket({ type: 'udp4', reuseAddr: true })
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject)
        socket.bind({ port: PORT, address: EVERYWHERE, exclusive: true }, () => {
          socket.removeListener('error', reject)
          resolve()
        })
      })
      const { address } = options.network
      socket.addMembership(GROUP, address)
      socket.setMulticastInterface(address)
      socket.setMulticastTTL(TIME_TO_LIVE)
      // For the client on the server's own machine.
      socket.setMulticastLoopback(true)
    } catch (error) {
      socket.close()
      throw error
    }
    return new MulticastSocket(socket, options)
  }

  /** In the shape of `dgram`. An error is told to `onTrouble`, and the library goes on as if the packet had been lost. */
  send(
    packet: Buffer,
    offset: number,
    length: number,
    port: number,
    address: string,
    done: () => void,
  ): void {
    if (this.#isClosed || !this.#maySend()) {
      process.nextTick(done)
      return
    }
    this.#socket.send(packet, offset, length, port, address, (error) => {
      if (error) this.#onTrouble(error)
      done()
    })
  }

  close(done: () => void = () => {}): void {
    if (this.#isClosed) {
      process.nextTick(done)
      return
    }
    this.#isClosed = true
    this.#socket.close(done)
  }

  #maySend(): boolean {
    const second = Math.floor(performance.now() / 1_000)
    if (second !== this.#second) this.#sentThisSecond = 0
    this.#second = second
    this.#sentThisSecond += 1
    return this.#sentThisSecond <= SENDS_PER_SECOND
  }
}
