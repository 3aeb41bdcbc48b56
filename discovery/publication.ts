// On the worker of discovery.
import { isIPv6 } from 'node:net'
import { type Bonjour, type Browser, browseOn, openBonjour, type Service } from './bonjour.ts'
import type { Link } from './links.ts'
import { MulticastSocket } from './multicast-socket.ts'
import { type Announcement, foldName, SERVICE_TYPE } from './service.ts'

const PACKETS_PER_SECOND = 100
/** For how long the caches of others keep an address: the time that RFC 6762 has for host names. */
const ADDRESS_LIFE_SECONDS = 120
/** Beyond that somebody makes names up, and they are no longer listened to. */
const MAX_OTHERS = 500

export interface PublicationOptions {
  readonly link: Link
  readonly announcement: Announcement
  /** This server's own, so that it is told from one of the same name. */
  readonly host: string
  /** Another server has the name: give way. At most once. */
  readonly onConflict: () => void
  /** Not more than a hint that this network does not take multicast; may come often. */
  readonly onTrouble: (error: Error) => void
}

/** The server under one name on one network. */
export class Publication {
  readonly #bonjour: Bonjour
  readonly #browser: Browser
  readonly #service: Service
  readonly #options: PublicationOptions
  #hasConflict = false

  private constructor(socket: MulticastSocket, options: PublicationOptions) {
    this.#options = options
    this.#bonjour = openBonjour(socket)
    this.#browser = browseOn(this.#bonjour)
    this.#browser.on('up', (other: Service) => this.#heard(other))
    this.#browser.on('srv-update', (other: Service) => this.#heard(other))
    this.#service = this.#publish()
  }

  static async open(options: PublicationOptions): Promise<Publication> {
    const { link, host, onTrouble } = options
    // In a packet the parts of a name stand for themselves, without dots.
    const [own = host] = host.split('.')
    const limits = { packetsPerSecond: PACKETS_PER_SECOND, own }
    return new Publication(
      await MulticastSocket.open({ network: link, onTrouble, ...limits }),
      options,
    )
  }

  /** Resolves when the name was free and has been announced; never otherwise. */
  get announced(): Promise<void> {
    if (this.#service.published) return Promise.resolve()
    return new Promise((resolve) => this.#service.once('up', resolve))
  }

  /** The names of the other servers, folded. */
  get others(): string[] {
    return this.#browser.services.map(({ name }) => foldName(name))
  }

  /** Tells the network that the server goes. */
  async withdraw(): Promise<void> {
    // What was not announced is perhaps another's.
    if (!this.#service.published) return
    await new Promise<void>((resolve) => {
      this.#bonjour.unpublishAll(resolve)
    })
  }

  close(): Promise<void> {
    this.#browser.stop()
    return new Promise((resolve) => {
      this.#bonjour.destroy(resolve)
    })
  }

  /** The library asks three times whether somebody has the name before it announces it. */
  #publish(): Service {
    const { announcement, host, link } = this.#options
    const { name, port, facts } = announcement
    const service = this.#bonjour.publish({ name, type: SERVICE_TYPE, port, host, txt: facts })
    const records = service.records.bind(service)
    const addresses = link.reachable.map((address) => ({
      name: host,
      type: isIPv6(address) ? ('AAAA' as const) : ('A' as const),
      ttl: ADDRESS_LIFE_SECONDS,
      data: address,
    }))
    // The library's would name every address of the machine, whether the server listens there or not.
    service.records = () => [
      ...records().filter(
        ({ name, type }) =>
          type === 'SRV' ||
          type === 'TXT' ||
          // With our goodbye the kind of service has not left the network.
          (type === 'PTR' && (service.activated || !name.startsWith('_services.'))),
      ),
      ...addresses.map((record) => ({ ...record })),
    ]
    // All that it does when somebody has the name, besides a line on standard output.
    const stop = service.stop
    service.stop = (...args: unknown[]) => {
      this.#giveWay()
      stop(...args)
    }
    return service
  }

  /** Both may have announced the name in the same moment. Then the greater host keeps it, and both know that. */
  #heard(other: Service): void {
    const { announcement, host } = this.#options
    if (this.#browser.services.length > MAX_OTHERS) this.#browser.stop()
    const hasOurName = foldName(other.name) === foldName(announcement.name)
    if (hasOurName && this.#service.published && other.host > host) this.#giveWay()
  }

  #giveWay(): void {
    if (this.#hasConflict) return
    this.#hasConflict = true
    this.#options.onConflict()
  }
}
