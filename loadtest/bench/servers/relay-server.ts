import { fileURLToPath } from 'node:url'
import { relayPeer } from '../../peers/relay-peer.ts'
import { anonymousAccounts, type BenchServer, type System } from './bench-server.ts'
import { ChildServer } from './child-server.ts'
import { clearWorkplace, inWorkplace } from './workplace.ts'

export const RELAY: System = {
  key: 'relay',
  label: 'bare relay in Node',
  promise: 'none',
  install: '',
  find: () => Promise.resolve({ name: 'bare relay in Node', start: startRelay }),
}

/** Compiled beside this file, or its source, which Node then reads in the way it reads this one. */
const EXTENSION = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
const PROGRAM = fileURLToPath(new URL(`relay-program${EXTENSION}`, import.meta.url))

export const startRelay = (): Promise<BenchServer> => inWorkplace(start)

async function start(folder: string): Promise<BenchServer> {
  const child = await ChildServer.start({
    name: 'the relay',
    program: process.execPath,
    args: [...process.execArgv, PROGRAM],
    readyLine: /^listening (\d+)$/,
    folder,
  })
  return {
    peer: relayPeer,
    port: Number(child.ready[1]),
    pid: child.pid,
    databasePid: undefined,
    lastWords: child.lastWords,
    accounts: anonymousAccounts,
    stop: async () => {
      await child.kill()
      await clearWorkplace(folder)
    },
  }
}
