import { isIPv6 } from 'node:net'
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os'

/** A network that this machine is on. */
export interface Network {
  /** This machine's IPv4 address there: what goes out through it is heard on that network alone. */
  readonly address: string
  /** Whose packets come from there, as `10.0.0.0/24`. */
  readonly subnets: readonly string[]
}

export interface Link extends Network {
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
export function networksOf(): Network[] {
  const networks = Object.values(networkInterfaces()).flatMap(
    (infos) => networkOf(infos ?? []) ?? [],
  )
  return networks.slice(0, MAX_LINKS)
}

/** @param interfaces the addresses of each */
export function chooseLinks(
  interfaces: readonly (readonly NetworkInterfaceInfo[])[],
  listensOn: string,
): Link[] {
  const links = interfaces.flatMap((infos) => {
    const network = networkOf(infos)
    if (network === undefined) return []
    const { address } = network
    const reachable = isEverywhere(listensOn) ? [address] : matching(infos, listensOn)
    return reachable.length === 0 ? [] : [{ ...network, reachable }]
  })
  const outside = links.filter(({ address }) => !address.startsWith('127.'))
  return outside.length > 0 ? outside : links
}

const isEverywhere = (host: string): boolean => host === '0.0.0.0' || host === '::'

/** Undefined: it has no IPv4, which is what we speak mDNS over. */
function networkOf(infos: readonly NetworkInterfaceInfo[]): Network | undefined {
  const own = infos.filter(({ family }) => family === 'IPv4')
  const [first] = own
  if (first === undefined) return undefined
  return { address: first.address, subnets: own.flatMap(({ cidr }) => cidr ?? []) }
}

function matching(infos: readonly NetworkInterfaceInfo[], host: string): string[] {
  // All of 127.0.0.0/8 is this machine, though only the first is listed.
  const isLoopback = host.startsWith('127.') && infos.some(({ address }) => address === '127.0.0.1')
  if (isLoopback) return [host]
  const wanted = isIPv6(host) ? host.toLowerCase().replace(/%.*$/, '') : host
  return infos.filter(({ address }) => address === wanted).map(({ address }) => address)
}
