import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ircPeer } from '../../peers/irc-peer.ts'
import { anonymousAccounts, type BenchServer, type System } from './bench-server.ts'
import { ChildServer } from './child-server.ts'
import { askVersion, findProgram } from './find-program.ts'
import { freePort } from './free-port.ts'
import { clearWorkplace, inWorkplace } from './workplace.ts'

export const NGIRCD: System = {
  key: 'ngircd',
  label: 'ngircd',
  promise: 'none',
  install: 'Debian: apt-get install ngircd',
  async find() {
    const program = await findProgram('ngircd')
    if (program === undefined) return undefined
    const version = await askVersion(program, ['--version'], /^ngIRCd (\d[\d.]*)/i)
    return {
      name: `ngircd ${version ?? ''}`.trim(),
      start: () => inWorkplace((folder) => start(program, folder)),
    }
  },
}

/** `MaxPenaltyTime = 0` turns off what slows down those who flood; a nick is as long as our names are. */
const configuration = (port: number): string => `
[Global]
Name = bench.local
Info = bench
Listen = 127.0.0.1
Ports = ${port}
MotdPhrase = bench
[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxJoins = 0
MaxNickLength = 24
MaxPenaltyTime = 0
PingTimeout = 3600
[Options]
DNS = no
Ident = no
PAM = no
`

async function start(program: string, folder: string): Promise<BenchServer> {
  const port = await freePort()
  const file = join(folder, 'ngircd.conf')
  writeFileSync(file, configuration(port))
  // Started as root it becomes somebody else before it reads the file.
  chmodSync(folder, 0o755)
  const child = await ChildServer.start({
    name: 'ngircd',
    program,
    args: ['--nodaemon', '--config', file],
    readyLine: /Server ".*" .*ready\./,
    folder,
  })
  return {
    peer: ircPeer,
    port,
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
