import { connect, type Socket } from 'node:net'
import { join } from 'node:path'

type Frame = Record<string, unknown>
const PATIENCE_MS = 15_000

/** An operator for tests: says exactly what it is told to, and knows nothing of our own client. */
export class AdminPeer {
  readonly socket: Socket
  readonly frames: Frame[] = []
  #rest = ''
  #nextId = 1
  #isClosed = false
  #changed: (() => void)[] = []

  private constructor(socket: Socket) {
    this.socket = socket
    socket.setEncoding('utf8').on('data', (text: string) => this.#take(text))
    socket.on('error', () => {})
    socket.on('end', () => socket.end())
    socket.on('close', () => {
      this.#isClosed = true
      this.#tell()
    })
  }

  static async connect(server: { data: string }): Promise<AdminPeer> {
    const socket = connect({ path: join(server.data, 'admin.sock'), allowHalfOpen: true })
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    return new AdminPeer(socket)
  }

  async ask(request: Frame): Promise<Frame> {
    const id = this.#nextId++
    this.socket.write(`${JSON.stringify({ ...request, id })}\n`)
    return this.frame((frame) => frame['id'] === id)
  }

  /** The reply without `type` and `id`. */
  async ok(request: Frame): Promise<Frame> {
    const { type, id, ...fields } = await this.ask(request)
    if (type === 'ok') return fields
    throw new Error(`${JSON.stringify(request)} was answered ${JSON.stringify(fields)}`)
  }

  async code(request: Frame): Promise<unknown> {
    const reply = await this.ask(request)
    return reply['type'] === 'error' ? reply['code'] : 'ok'
  }

  async audit(): Promise<Frame[]> {
    return (await this.ok({ type: 'audit' }))['entries'] as Frame[]
  }

  /** The first frame that fits, taken out of the list; waits for it. */
  async frame(fits: (frame: Frame) => boolean): Promise<Frame> {
    await this.#until(() => this.frames.some(fits))
    return this.frames.splice(this.frames.findIndex(fits), 1)[0] as Frame
  }

  closed(): Promise<void> {
    return this.#until(() => this.#isClosed)
  }

  end(): void {
    this.socket.destroy()
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.frames.push(JSON.parse(line) as Frame)
    this.#tell()
  }

  #tell(): void {
    const changed = this.#changed
    this.#changed = []
    for (const wake of changed) wake()
  }

  async #until(holds: () => boolean): Promise<void> {
    const giveUpAt = performance.now() + PATIENCE_MS
    while (!holds()) {
      if (this.#isClosed) throw new Error('the admin socket was closed')
      if (performance.now() > giveUpAt) throw new Error('it never came')
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 200)
        this.#changed.push(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
  }
}
