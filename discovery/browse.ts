import { browseOn, openBonjour, type Service } from './bonjour.ts'
import { type FoundServer, foundServer } from './found-server.ts'
import { networksOf } from './links.ts'
import { MulticastSocket } from './multicast-socket.ts'

const PACKETS_PER_SECOND = 400
/** On one network. More would be no list that anybody reads. */
const MAX_SERVERS = 200
/** A packet of multicast is lost now and then: the question is put twice. */
const SECOND_QUESTION = 0.4

export interface Browsed {
  /** Sorted by name. */
  readonly servers: readonly FoundServer[]
  /** There are more than were listened to. */
  readonly isCut: boolean
}

/** Listens for so long to what announces itself on this machine's networks. Rejects when none of them can be listened to. */
export async function browse(ms: number): Promise<Browsed> {
  const opened = await Promise.allSettled(
    networksOf().map((network) =>
      MulticastSocket.open({ network, packetsPerSecond: PACKETS_PER_SECOND, onTrouble: () => {} }),
    ),
  )
  const sockets = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  if (sockets.length === 0) {
    const failed = opened.find((one) => one.status === 'rejected')
    throw new Error(failed ? String(failed.reason.message) : 'this machine is on no network')
  }
  const browsers = sockets.map((socket) => {
    const bonjour = openBonjour(socket)
    const browser = browseOn(bonjour)
    browser.on('up', () => {
      if (browser.services.length > MAX_SERVERS) browser.stop()
    })
    return { bonjour, browser }
  })
  const again = setTimeout(() => {
    for (const { browser } of browsers) browser.update()
  }, ms * SECOND_QUESTION)
  await new Promise((resolve) => setTimeout(resolve, ms))
  clearTimeout(again)
  const services = browsers.flatMap(({ browser }) => browser.services)
  for (const { bonjour, browser } of browsers) {
    browser.stop()
    bonjour.destroy()
  }
  const isCut = browsers.some(({ browser }) => browser.services.length > MAX_SERVERS)
  const servers = merged(services).flatMap((service) => foundServer(service) ?? [])
  return { servers: servers.sort(byName).slice(0, MAX_SERVERS), isCut }
}

/** A server that is heard on several networks is one, with several addresses. */
function merged(services: readonly Service[]): Service[] {
  const found = new Map<string, Service>()
  for (const service of services) {
    const key = JSON.stringify([service.fqdn, service.host, service.port])
    const known = found.get(key)
    const addresses = [...(known?.addresses ?? []), ...(service.addresses ?? [])]
    found.set(key, Object.assign(known ?? service, { addresses }))
  }
  return [...found.values()]
}

const byName = (a: FoundServer, b: FoundServer): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0
