import { execFileSync, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type t from 'tap'
import { findProgram } from './programs.ts'

/** Of all tests of a file together: most of them wait, as those do who look around. */
const TIMEOUT_MS = 120_000
const INSIDE = '--in-a-network-of-its-own'
/** Without a name of this machine in it, nothing of it is reached, and nobody is bothered. */
const UNSHARE = ['--net', ...(process.getuid?.() === 0 ? [] : ['--map-root-user'])]

/**
 * Runs the tests of a file in a network namespace of their own, so that what they send to everybody on the network reaches nobody: the file starts itself
 * again in there. There is only a loopback in it, which is up.
 * @param url the file's own `import.meta.url`
 */
export async function inOwnNetwork(
  tap: typeof t,
  url: string,
  tests: () => void | Promise<void>,
): Promise<void> {
  tap.setTimeout(TIMEOUT_MS)
  if (process.argv.includes(INSIDE)) {
    ip('link set lo up multicast on')
    return await tests()
  }
  const unshare = findProgram('unshare')
  const isAllowed = unshare !== undefined && spawnSync(unshare, [...UNSHARE, 'true']).status === 0
  if (!isAllowed || findProgram('ip') === undefined) {
    tap.plan(0, 'skip: there is no way to a network of its own here (unshare, ip)')
    return
  }
  const program = [process.execPath, ...process.execArgv, fileURLToPath(url), INSIDE]
  await tap.spawn(
    unshare,
    [...UNSHARE, ...program],
    { timeout: TIMEOUT_MS },
    'in a network of its own',
  )
}

/** Changes the namespace's network, in the words of ip(8). */
export const ip = (words: string): void => {
  execFileSync(findProgram('ip') ?? 'ip', words.split(' '))
}

/** A network with another machine at its end that says nothing. @returns our address there */
export function addNetwork(name: string, address: string): void {
  ip(`link add ${name} type veth peer name ${name}-end`)
  ip(`addr add ${address}/24 dev ${name}`)
  ip(`link set ${name} up`)
  ip(`link set ${name}-end up`)
}
