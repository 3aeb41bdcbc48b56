/** A message that has no answer yet. Its `cid` is given at once and never changes, however often it is sent [G-2]. */
export interface OutgoingMessage {
  readonly chat: string
  readonly cid: string
  readonly text: string
  /** By this side's clock. It grows from one message of a run to the next, so that it tells their order as well. */
  readonly writtenAt: number
}

/**
 * Where one user's messages without an answer outlive this run: the reload of a page, say. No method throws: what cannot be kept lives in
 * memory only. Every message is kept by itself, so that two runs at the same time (two tabs) do not overwrite one another's; both may
 * send what is kept, and it is stored once [G-2].
 */
export interface KeptMessages {
  /** What other runs of this user have left, or have in hand at this moment; in any order. */
  load(): readonly OutgoingMessage[]
  keep(message: OutgoingMessage): void
  drop(cid: string): void
}
