/**
 * What a `cid` says: `<run>.<conversation>.<sender>.<n>.<intended>`. `n` counts one sender's messages in one conversation from 0, `intended` is the
 * microsecond of the run at which it was meant to be sent. A receiver learns all it has to check from the message itself, whichever thread sent it.
 */
export interface MessageId {
  conversation: number
  sender: number
  n: number
  intendedUs: number
}

/** Letters and digits, the same for a whole run and no other. */
export type RunTag = string

export const cidHead = (run: RunTag, conversation: number, sender: number): string =>
  `${run}.${conversation}.${sender}.`

export function cidOf(run: RunTag, id: MessageId): string {
  return `${cidHead(run, id.conversation, id.sender)}${id.n}.${id.intendedUs}`
}

const DOT = 0x2e
const ZERO = 0x30
const MAX_DIGIT = 9

/**
 * Reads a cid from the bytes of a frame into `into`.
 * @returns false when it is not one of this run
 */
export function readCid(
  run: Uint8Array,
  bytes: Uint8Array,
  start: number,
  end: number,
  into: MessageId,
): boolean {
  let at = start
  for (let i = 0; i < run.length; i++) if (bytes[at++] !== run[i]) return false
  let field = 0
  while (field < 4) {
    if (at >= end || bytes[at++] !== DOT) return false
    const first = at
    let value = 0
    while (at < end) {
      const digit = (bytes[at] as number) - ZERO
      if (digit < 0 || digit > MAX_DIGIT) break
      value = value * 10 + digit
      at++
    }
    if (at === first || at - first > 15) return false
    if (field === 0) into.conversation = value
    else if (field === 1) into.sender = value
    else if (field === 2) into.n = value
    else into.intendedUs = value
    field++
  }
  return at === end
}
