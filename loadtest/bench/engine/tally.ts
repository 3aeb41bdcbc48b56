/** What a crowd counts. Everything only rises. */
export interface Tally {
  sent: number
  acknowledged: number
  /** Each message once per receiver. */
  delivered: number
  refused: number
  /** Not sent, because too many of its sender's messages had no answer. */
  heldBack: number
  doubled: number
  disordered: number
  corrupt: number
}

export const newTally = (): Tally => ({
  sent: 0,
  acknowledged: 0,
  delivered: 0,
  refused: 0,
  heldBack: 0,
  doubled: 0,
  disordered: 0,
  corrupt: 0,
})
