import { isIPv6 } from 'node:net'
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os'

/** A network that this machine is on. */
export interface Link {
  /** This machine's IPv4 address there: what goes out through it is heard on that network alone. */
  readonly address: string
  /** Where a client on that network reaches the server. */
  readonly reachable: readonly string[]
}

/** A machine full of containers has dozens, and each of ours is a socket. */
const MAX_LINKS = 8

/**
 * The networks from which a server that listens there can be reached. The one inside the machine counts only where there is no other, or
 * where the server listens on nothing else.
 */
export function linksOf(listensOn: string): Link[] {
  const interfaces = Object.values(networkInterfaces()).map((infos) => infos ?? [])
  return chooseLinks(interfaces, listensOn).slice(0, MAX_LINKS)
}

/** All networks, the one inside the machine among them: for whoever looks around. */
export function ownAddresses(): string[] {
  const firsts = Object.values(networkInterfaces()).flatMap((infos) => firstIPv4(infos ?? []) ?? [])
  return firsts.map(({ address }) => address).slice(0, MAX_LINKS)
}

/** @param interfaces the addresses of each */
export function chooseLinks(
  interfaces: readonly (readonly NetworkInterfaceInfo[])[],
  listensOn: string,
): Link[] {
  const links = interfaces.flatMap((infos) => {
    const own = firstIPv4(infos)
    if (own === undefined) return []
    const reachable = isEverywhere(listensOn) ? [own.address] : matching(infos, listensOn)
    return reachable.length === 0
      ? []
      : [{ address: own.address, reachable, isInside: own.internal }]
  })
  const outside = links.filter(({ isInside }) => !isInside)
  return (outside.length > 0 ? outside : links).map(({ address, reachable }) => ({
    address,
    reachable,
  }))
}

const isEverywhere = (host: string): boolean => host === '0.0.0.0' || host === '::'

const firstIPv4 = (infos: readonly NetworkInterfaceInfo[]): NetworkInterfaceInfo | undefined =>
  infos.find(({ family }) => family === 'IPv4')

function matching(infos: readonly NetworkInterfaceInfo[], host: string): string[] {
  // All of 127.0.0.0/8 is this machine, though only the first is listed.
  const isLoopback = host.startsWith('127.') && infos.some(({ address }) => address === '127.0.0.1')
  if (isLoopback) return [host]
  const wanted = isIPv6(host) ? host.toLowerCase().replace(/%.*$/, '') : host
  return infos.filter(({ address }) => address === wanted).map(({ address }) => address)
}
