import { hostname, networkInterfaces } from 'node:os'

/** Under what this machine can be reached by whoever knows it by name or sees its addresses. */
export interface MachineNames {
  readonly names: readonly string[]
  readonly addresses: readonly string[]
}

const NAME = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/
const LOOPBACK = ['127.0.0.1', '::1']

export function machineNames(
  host: string = hostname(),
  interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces(),
): MachineNames {
  const own = host.toLowerCase()
  const label = own.split('.', 1)[0] as string
  // A name that no certificate can hold is one that nobody can type either.
  const names = ['localhost', own, label, `${label}.local`].filter((name) => NAME.test(name))
  const addresses = Object.values(interfaces)
    .flatMap((list) => list ?? [])
    .map(({ address }) => address)
    // Means another machine on every link.
    .filter((address) => !address.startsWith('fe80:'))
  return { names: unique(names), addresses: unique([...LOOPBACK, ...addresses]) }
}

/** Where other machines of the network find this one, as people type it. */
export const lanAddresses = (
  interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces(),
): string[] =>
  Object.values(interfaces)
    .flatMap((list) => list ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)

const unique = (list: readonly string[]): string[] => [...new Set(list)]
