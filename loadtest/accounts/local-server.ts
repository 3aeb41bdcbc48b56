import { lookup } from 'node:dns/promises'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { sampleProcess } from '../server-process.ts'
import type { Target } from '../wire/transport.ts'
import { SetupClient } from './setup-client.ts'

const ADMIN_SOCKET = 'admin.sock'
const REPLY_TIMEOUT_MS = 5_000
/** Between the server's own reading of its processor time and ours of the same process lies one answer. */
const CPU_TOLERANCE_SECONDS = 1

/** The server under load, when it runs on this machine and lets us in by its operator's door. */
export interface LocalServer {
  readonly admin: SetupClient
  /** The socket's path, as people know it. */
  readonly path: string
  /** Known when this machine's process table shows the same process as the server speaks of: a container's has others. */
  readonly pid: number | undefined
}

/** Why there is no such server; the middle of a sentence. */
export interface NoLocalServer {
  readonly whyNot: string
}

/**
 * Looks for the target behind the admin socket of a data folder. It is the target only if it listens on the target's port: accounts must
 * not come into being at some other server. Never rejects: why it was not found is an answer too.
 */
export async function findLocalServer(
  dataFolder: string,
  target: Target,
): Promise<LocalServer | NoLocalServer> {
  if (!(await isThisMachine(target.host))) return { whyNot: `${target.host} is another machine` }
  const path = join(dataFolder, ADMIN_SOCKET)
  let admin: SetupClient
  try {
    admin = await SetupClient.open({ path }, REPLY_TIMEOUT_MS)
  } catch (error) {
    return { whyNot: explain(path, dataFolder, error as NodeJS.ErrnoException) }
  }
  try {
    const stats = await admin.askAdmin('stats', {})
    if (stats.port === target.port) return { admin, path, pid: samePid(stats) }
    // A server of an older version does not say its port.
    const port = stats.port === undefined ? 'some port' : `port ${stats.port}`
    admin.close()
    return { whyNot: `the server on ${dataFolder} listens on ${port}, not ${target.port}` }
  } catch (error) {
    admin.close()
    return { whyNot: `${path} is of no use: ${(error as Error).message}` }
  }
}

/** The loopback, and whatever else is an address of ours. */
export async function isThisMachine(host: string): Promise<boolean> {
  const { address } = await lookup(host).catch(() => ({ address: '' }))
  if (address.startsWith('127.')) return true
  const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  return own.some((one) => one.address === address)
}

function samePid({ pid, cpuMs }: { pid: number; cpuMs: number }): number | undefined {
  try {
    const { cpuSeconds } = sampleProcess(pid)
    return Math.abs(cpuSeconds - cpuMs / 1_000) < CPU_TOLERANCE_SECONDS ? pid : undefined
  } catch {
    // No /proc, or no such process here: the report does without the server's figures.
    return undefined
  }
}

function explain(path: string, dataFolder: string, { code, message }: NodeJS.ErrnoException) {
  switch (code) {
    case 'ENOENT':
    case 'ECONNREFUSED':
      return `there is no server on ${dataFolder} (--data names its folder)`
    case 'EACCES':
    case 'EPERM':
      return `only the user that runs the server may open ${path}`
    default:
      return `${path} cannot be opened: ${message}`
  }
}
