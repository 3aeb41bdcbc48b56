import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeFrame } from '../../../protocol/encode.ts'

type Frame = Record<string, unknown>

/** A data folder with an admin socket in it, behind which somebody answers as told. */
export class PretendAdmin {
  readonly folder = mkdtempSync(join(tmpdir(), 'teahouse-admin-'))
  /** What it was asked, in order. */
  readonly heard: Frame[] = []
  readonly #sockets = new Set<Socket>()
  readonly #server: Server

  private constructor(answer: (frame: Frame) => Frame | string) {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket)
      socket.on('error', () => {})
      socket.setEncoding('utf8').on('data', (text: string) => {
        const frame = JSON.parse(text) as Frame
        this.heard.push(frame)
        const reply = answer(frame)
        socket.write(
          typeof reply === 'string'
            ? reply
            : encodeFrame({ type: 'ok', id: frame['id'], ...reply }),
        )
      })
    })
  }

  static async start(answer: (frame: Frame) => Frame | string): Promise<PretendAdmin> {
    const admin = new PretendAdmin(answer)
    admin.#server.listen(join(admin.folder, 'admin.sock'))
    await once(admin.#server, 'listening')
    return admin
  }

  async stop(): Promise<void> {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await once(this.#server, 'close')
    rmSync(this.folder, { recursive: true })
  }
}

/** What a server says that runs in this very process. */
export const ownStats = (port: number): Frame => {
  const { user, system } = process.cpuUsage()
  return { port, pid: process.pid, cpuMs: (user + system) / 1_000 }
}

/** What a server says that makes whatever accounts it is asked for; a token is the name, as the pretend server has it. */
export function seeded({ prefix, from, count }: Frame): Frame {
  const users = Array.from({ length: Number(count) }, (_, place) => {
    const user = `${prefix}-${Number(from) + place}`
    return { user, token: user }
  })
  return { users }
}
