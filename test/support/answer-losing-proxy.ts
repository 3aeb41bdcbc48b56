import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import type { Teardown } from './temporary-folder.ts'

/** Passes bytes to a server of this machine, until it is told to lose an answer. */
export interface AnswerLosingProxy {
  readonly port: number
  /** The next COMMIT behind a statement that holds these bytes reaches the server, is answered, and the connection breaks before the answer is through. */
  loseCommitAfter(statement: string): void
}

export async function answerLosingProxy(
  t: Teardown,
  serverPort: number,
): Promise<AnswerLosingProxy> {
  // Others commit too (cursors, who was here when), so it is told by what comes before.
  let fatal: string | undefined
  const listener = createServer((client) => {
    const server = connect(serverPort, '127.0.0.1')
    const end = (): void => {
      client.destroy()
      server.destroy()
    }
    let isDoomed = false
    let isLosing = false
    client.on('data', (chunk: Buffer) => {
      if (fatal !== undefined && chunk.includes(fatal)) {
        fatal = undefined
        isDoomed = true
      }
      if (isDoomed && chunk.includes('COMMIT')) isLosing = true
      server.write(chunk)
    })
    server.on('data', (chunk: Buffer) => {
      if (isLosing) end()
      else client.write(chunk)
    })
    for (const socket of [client, server]) socket.on('error', end).on('close', end)
    t.teardown(end)
  }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  t.teardown(() => listener.close())
  return {
    port: (listener.address() as AddressInfo).port,
    loseCommitAfter(statement) {
      fatal = statement
    },
  }
}
