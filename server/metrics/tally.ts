import { type Line, lineType } from '../../protocol/encode.ts'
import { BYE_CODES, ERROR_CODES } from '../../protocol/error-codes.ts'
import { EVENTS } from '../../protocol/events.ts'
import { REQUESTS, type RequestType } from '../../protocol/requests.ts'
import { HistogramTally } from './histogram-tally.ts'
import { NameCounts } from './name-counts.ts'

/** From a tenth of a millisecond, what SQLite takes on a good disk, to a second, when something is wrong. */
const COMMIT_SECONDS = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
].concat([0.25, 0.5, 1])
/** To the five seconds after which nobody is kept waiting any longer. */
const REPLY_SECONDS = [...COMMIT_SECONDS, 2.5, 5]
/** How connections end that nobody said goodbye to. */
const OTHER_ENDS = ['logout', 'client_closed', 'http', 'tls_required', 'no_tls']
/** Why a WebSocket is not opened. */
const UPGRADE_REFUSALS = ['malformed', 'host', 'tls', 'path', 'protocol', 'origin']
const BATCH_SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000]

/** What is known of one type of request. */
export interface CommandTally {
  came: number
  /** From the frame to its reply, whatever the reply says. */
  readonly seconds: HistogramTally
}

/**
 * What is counted while messages pass: plain numbers on the main thread, which are handed over when somebody asks for them. They are counted
 * here and nowhere else; the admin socket and Prometheus see the same ones.
 */
export class Tally {
  /** Messages stored, and repetitions that were not stored again. */
  committed = 0
  duplicates = 0
  /** Messages that came into the search index. */
  indexed = 0
  /** Messages handed out, and the copies of them that sessions got. */
  fanOuts = 0
  delivered = 0
  /** Copies among them that a slow session was not given: it pulls them later [P-13]. */
  withheld = 0
  resyncs = 0
  /** Frames that were read, blank lines aside. */
  framesIn = 0
  /** `ok` and `error`. */
  replies = 0
  /** Frames refused because their session was too fast. */
  rateLimited = 0
  /** Batches that the database did not take; those that it has not answered for are tried again. */
  failedBatches = 0
  accepted = 0
  /** Connections that were told at once that their address has too many already. */
  turnedAway = 0

  readonly commands: ReadonlyMap<string, CommandTally> = new Map(
    Object.keys(REQUESTS).map((type) => [
      type,
      { came: 0, seconds: new HistogramTally(REPLY_SECONDS) },
    ]),
  )
  /** Events by type, `msg` aside, which is `delivered`. */
  readonly events = new NameCounts(Object.keys(EVENTS).filter((type) => type !== 'msg'))
  readonly errors = new NameCounts(Object.keys(ERROR_CODES))
  readonly closes = new NameCounts([...Object.keys(BYE_CODES), ...OTHER_ENDS])
  /** Answers to HTTP requests, by the class of their status. */
  readonly httpAnswers = new NameCounts(['1xx', '2xx', '3xx', '4xx', '5xx'])
  readonly upgradesRefused = new NameCounts(UPGRADE_REFUSALS)
  readonly commitSeconds = new HistogramTally(COMMIT_SECONDS)
  readonly batchSize = new HistogramTally(BATCH_SIZES)
  readonly loginSeconds = {
    password: new HistogramTally(REPLY_SECONDS),
    token: new HistogramTally(REPLY_SECONDS),
  }

  command(type: RequestType): CommandTally {
    return this.commands.get(type) as CommandTally
  }

  /** One line for one session. */
  eventSent(line: Line): void {
    this.events.add(lineType(line))
  }
}
