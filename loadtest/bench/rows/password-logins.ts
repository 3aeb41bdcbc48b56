import { encodeFrame } from '../../../protocol/encode.ts'
import type { ErrorFrame, OkFrame } from '../../../protocol/replies.ts'
import { LineCutter } from '../../wire/line-cutter.ts'
import { Wire, type WireGround, type WireOwner } from '../engine/wire.ts'

const PAUSE_MS = 100

/** Somebody who logs in by password, leaves as soon as that is answered, and does it again at once. */
export class PasswordLogins implements WireOwner {
  readonly #ground: WireGround
  readonly #port: number
  readonly #frame: string
  #lines = new LineCutter(() => {})
  #wire: Wire | undefined
  #timer: NodeJS.Timeout | undefined
  /** Log-ins that succeeded. */
  count = 0

  constructor(ground: WireGround, port: number, user: string, password: string) {
    this.#ground = ground
    this.#port = port
    this.#frame = encodeFrame({ type: 'login', id: 1, user, password })
  }

  start(): void {
    this.#lines = new LineCutter((bytes, start, end) => {
      this.#answered(JSON.parse(bytes.toString('utf8', start, end)))
    })
    this.#wire = new Wire(this.#ground, { port: this.#port }, this)
    this.#wire.write(this.#frame)
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#wire?.drop()
  }

  read(bytes: Buffer, length: number): void {
    this.#lines.feed(bytes, length)
  }

  lost(): void {
    this.#again(PAUSE_MS)
  }

  #answered(frame: OkFrame<'login'> | ErrorFrame): void {
    if (frame.id !== 1) return
    this.#wire?.drop()
    if (frame.type === 'ok') this.count++
    // A server that has enough to do says for how long.
    this.#again(frame.type === 'ok' ? 0 : (frame.retryAfterMs ?? PAUSE_MS))
  }

  #again(pauseMs: number): void {
    this.#timer = setTimeout(() => this.start(), pauseMs)
  }
}
