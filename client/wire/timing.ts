/** The patience of the client, all in milliseconds; tests shorten it. */
export interface Timing {
  /** How long a connection may take to open. */
  connectMs: number
  /** A connection that says nothing for so long is asked with a `ping` … */
  silenceMs: number
  /** … and given up when it says nothing for so long while an answer is due. */
  answerMs: number
  /** Given up as well when it talks, but leaves one request unanswered for so long. */
  requestMs: number
  /** How often these are looked at. */
  watchMs: number
  /** The ceiling of the first pause before connecting again; it doubles each time … */
  firstPauseMs: number
  /** … up to this. */
  maxPauseMs: number
  /** A session that lasted so long was a good one: the next pause is the first again. */
  goodSessionMs: number
  /** How long a request waits for a connection before it fails with `offline`. */
  offlineMs: number
  /** Between the first message and `received`, so that one frame covers a burst. */
  cursorDelayMs: number
  /** Between two rounds of `received` and `read`, so that they leave room under the server's rate limit. */
  cursorSpacingMs: number
  /** How long a gap may wait to close by itself: the answer to one's own message overtakes others' messages of the same commit. */
  gapGraceMs: number
}

export const TIMING: Timing = {
  connectMs: 10_000,
  silenceMs: 30_000,
  answerMs: 15_000,
  requestMs: 60_000,
  watchMs: 1_000,
  firstPauseMs: 500,
  maxPauseMs: 30_000,
  goodSessionMs: 10_000,
  offlineMs: 5_000,
  cursorDelayMs: 50,
  cursorSpacingMs: 500,
  gapGraceMs: 150,
}
