import type { AdminReplyOf, AdminRequestOf } from '../../protocol/admin.ts'
import { encodeFrame, type Line } from '../../protocol/encode.ts'
import { MAX_STRIKES } from '../../protocol/limits.ts'
import type { ProtocolError } from '../../protocol/protocol-error.ts'
import type { LogLevel, LogListener } from '../log.ts'
import { logEvent } from './log-event.ts'

/** An operator who does not read gets no events beyond the first, and is not read beyond the second: never more than that and one reply is kept for them. */
const MAX_EVENTS_BYTES = 262_144
const MAX_UNSENT_BYTES = 1_048_576

/** What the desk needs of a connection. */
export interface AdminWire {
  readonly unsentBytes: number
  readonly hasEnded: boolean
  send(line: Line): void
  notifyWhenDrained(): void
  pause(): void
  resume(): void
  end(): void
  listen(listener: AdminConnection): void
}

/** A request that was begun. `isBeside`: the next one need not wait for it. `done` never rejects. */
export interface Begun {
  isBeside: boolean
  done: Promise<void>
}

export interface AdminConnectionHost {
  begin(connection: AdminConnection, line: string): Begun
  closed(connection: AdminConnection): void
  explain(error: ProtocolError): Line
  readonly log: {
    listen(level: LogLevel, listener: LogListener): void
    unlisten(listener: LogListener): void
  }
}

type Watching = AdminReplyOf<'watch'>

/**
 * One operator's connection. Requests are carried out one after another, so that a script may write them all at once and close its side, and still gets every answer.
 */
export class AdminConnection {
  readonly #wire: AdminWire
  readonly #host: AdminConnectionHost
  #watching: Watching = { stats: false, log: 'off' }
  #underWay = 0
  #strikes = 0
  #droppedLines = 0
  #isHeld = false

  constructor(wire: AdminWire, host: AdminConnectionHost) {
    this.#wire = wire
    this.#host = host
  }

  get watchesStats(): boolean {
    return this.#watching.stats
  }

  watch({ stats, log }: Pick<AdminRequestOf<'watch'>, 'stats' | 'log'>): Watching {
    this.#watching = { stats: stats ?? this.#watching.stats, log: log ?? this.#watching.log }
    if (this.#watching.log === 'off') this.#host.log.unlisten(this.#logged)
    else this.#host.log.listen(this.#watching.log, this.#logged)
    return this.#watching
  }

  send(line: Line): void {
    this.#wire.send(line)
  }

  /** Left out for who has not read the former ones: newer figures are on their way. */
  sendStats(line: Line): void {
    if (this.#wire.unsentBytes <= MAX_EVENTS_BYTES) this.#wire.send(line)
  }

  end(): void {
    this.#wire.end()
  }

  // What the wire reports.

  line(line: string): void {
    // [P-1]
    if (line.trim() === '') return
    this.#wire.pause()
    this.#underWay += 1
    const { isBeside, done } = this.#host.begin(this, line)
    if (isBeside) queueMicrotask(() => this.#goOn())
    void done.then(() => {
      this.#underWay -= 1
      if (isBeside) this.#endIfDone()
      else this.#goOn()
    })
  }

  broken(error: ProtocolError): void {
    this.send(this.#host.explain(error))
    if (error.code === 'too_large') this.#wire.end()
    else this.strike()
  }

  /** [P-3] */
  strike(): void {
    this.#strikes += 1
    if (this.#strikes >= MAX_STRIKES) this.#wire.end()
  }

  drained(): void {
    this.#tellDropped()
    if (!this.#isHeld) return
    this.#isHeld = false
    this.#wire.resume()
  }

  ended(): void {
    this.#endIfDone()
  }

  closed(): void {
    this.#host.log.unlisten(this.#logged)
    this.#host.closed(this)
  }

  #goOn(): void {
    if (this.#wire.unsentBytes <= MAX_UNSENT_BYTES) return this.#wire.resume()
    this.#isHeld = true
    this.#wire.notifyWhenDrained()
  }

  /** Who watches may have closed their side on purpose: they only mean to listen. */
  #endIfDone(): void {
    if (!this.#wire.hasEnded || this.#underWay > 0) return
    if (this.#watching.stats || this.#watching.log !== 'off') return
    this.#wire.end()
  }

  /** Called from within the logger, which it must neither hold up nor break. */
  readonly #logged = (line: string): void => {
    if (this.#wire.unsentBytes > MAX_EVENTS_BYTES) {
      this.#droppedLines += 1
      this.#wire.notifyWhenDrained()
      return
    }
    this.#tellDropped()
    try {
      this.#wire.send(logEvent(line))
    } catch {
      // A line that is no JSON is not ours.
    }
  }

  #tellDropped(): void {
    const lines = this.#droppedLines
    if (lines === 0) return
    this.#droppedLines = 0
    this.#wire.send(encodeFrame({ type: 'log.dropped', lines }))
  }
}
