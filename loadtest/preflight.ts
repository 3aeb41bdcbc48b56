import { lookup } from 'node:dns/promises'
import { open, readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { PROTOCOL_VERSION } from '../protocol/limits.ts'
import { SetupClient } from './accounts/setup-client.ts'
import { LoadError } from './load-error.ts'
import { describeTarget, type Target } from './wire/transport.ts'

const HELLO_TIMEOUT_MS = 5_000
/** Files that are open beside the users' sockets: threads, reports, the system's own. */
const OTHER_FILES = 100
/** A server keeps a bound on the connections of one address that have not logged in; real users have an address each. */
const USERS_PER_ADDRESS = 50
const MAX_ADDRESSES = 250

/**
 * Asks the target who it is.
 * @throws LoadError when nobody answers there, or somebody who does not speak the protocol
 */
export async function checkTarget(target: Target): Promise<void> {
  const place = describeTarget(target)
  let client: SetupClient
  try {
    client = await SetupClient.open(target, HELLO_TIMEOUT_MS)
  } catch (cause) {
    throw new LoadError(`nothing answers at ${place}: ${explain(cause as NodeJS.ErrnoException)}`, {
      cause,
    })
  }
  try {
    const { protocol } = await client.ask('hello', { client: 'teahouse load' })
    if (protocol !== PROTOCOL_VERSION) {
      throw new Error(`it speaks version ${protocol}, and this is ${PROTOCOL_VERSION}`)
    }
  } catch (cause) {
    const why = (cause as Error).message
    throw new LoadError(`what answers at ${place} is no teahouse server: ${why}`, { cause })
  } finally {
    client.close()
  }
}

/** @throws LoadError when this process may not open as many sockets as there are users */
export async function checkOpenFiles(users: number): Promise<void> {
  const limits = await readFile('/proc/self/limits', 'utf8').catch(() => '')
  const [, soft] = /^Max open files\s+(\d+)/m.exec(limits) ?? []
  const needed = users + OTHER_FILES
  if (soft === undefined || Number(soft) >= needed) return
  throw new LoadError(
    `${users} users need ${needed} open files and this process may have ${soft}: run "ulimit -n ${needed}" first, for the server too`,
  )
}

/**
 * Opens the files of the reports, so that a run is not thrown away in the end for a mistyped path.
 * @throws LoadError
 */
export async function checkWritable(
  files: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  for (const [option, path] of Object.entries(files)) {
    if (path === undefined) continue
    try {
      await (await open(path, 'a')).close()
    } catch (cause) {
      throw new LoadError(`${option}: cannot write ${path}: ${(cause as Error).message}`, { cause })
    }
  }
}

/**
 * Addresses for the users to come from: many when the target is on the loopback, where every 127.0.0.x is this machine, so that neither its
 * ports run short nor its limit per address is met; none, the system's choice, for any other target.
 */
export async function localAddressesFor(target: Target, users: number): Promise<string[]> {
  const { address, family } = await lookup(target.host).catch((cause: Error) => {
    throw new LoadError(`there is no ${target.host}: ${cause.message}`, { cause })
  })
  if (family !== 4 || !address.startsWith('127.')) return []
  const count = Math.min(Math.ceil(users / USERS_PER_ADDRESS), MAX_ADDRESSES)
  // Linux owns all of 127.0.0.0/8; elsewhere the second address shows whether it does.
  if (count < 2 || !(await canListen('127.0.0.2'))) return []
  return Array.from({ length: count }, (_, place) => `127.0.0.${place + 1}`)
}

function canListen(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(0, host, () => server.close(() => resolve(true)))
  })
}

function explain(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ECONNREFUSED':
      return 'the connection was refused. Is the server running?'
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'no machine has this name'
    default:
      return error.message
  }
}
