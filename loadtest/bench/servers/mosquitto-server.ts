import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mqttPeer } from '../../peers/mqtt-peer.ts'
import { anonymousAccounts, type BenchServer, type System } from './bench-server.ts'
import { ChildServer } from './child-server.ts'
import { askVersion, findProgram } from './find-program.ts'
import { freePort } from './free-port.ts'
import { clearWorkplace, inWorkplace } from './workplace.ts'

export const MOSQUITTO: System = {
  key: 'mosquitto',
  label: 'Mosquitto, QoS 1',
  promise: 'in memory',
  install: 'Debian: apt-get install mosquitto',
  async find() {
    const program = await findProgram('mosquitto')
    if (program === undefined) return undefined
    const version = await askVersion(program, ['-h'], /^mosquitto version (\S+)/)
    return {
      name: `Mosquitto ${version ?? ''}, QoS 1`,
      start: () => inWorkplace((folder) => start(program, folder)),
    }
  },
}

/** Nothing is written to disk, no queue has a bound, and small packets leave at once: it is measured at its best. */
const configuration = (port: number): string => `
listener ${port} 127.0.0.1
allow_anonymous true
persistence false
max_inflight_messages 0
max_queued_messages 0
max_queued_bytes 0
max_connections -1
set_tcp_nodelay true
sys_interval 0
log_dest stderr
log_type error
log_type warning
log_type notice
log_type information
connection_messages false
`

async function start(program: string, folder: string): Promise<BenchServer> {
  const port = await freePort()
  const file = join(folder, 'mosquitto.conf')
  writeFileSync(file, configuration(port))
  const child = await ChildServer.start({
    name: 'Mosquitto',
    program,
    args: ['-c', file],
    readyLine: /mosquitto version \S+ running/,
    folder,
  })
  return {
    peer: mqttPeer,
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
