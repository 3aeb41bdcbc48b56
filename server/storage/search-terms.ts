// Runs on: storage worker

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567'
/** Ten bits as two letters. */
const PAIRS = Array.from(
  { length: 1_024 },
  (_, bits) => `${LETTERS[bits >> 5]}${LETTERS[bits & 31]}`,
)

/**
 * The messages of a conversation, cut into eras. InnoDB collects all rows that have a term before it gives the newest, at some 40 µs each: a word that is
 * everywhere would cost more with every year of talk. So each era has terms of its own, and a search asks the newest first.
 */
const ERA_MESSAGES = 32_768

export const eraOf = (seq: number): number => Math.floor(seq / ERA_MESSAGES)
export const firstSeqOf = (era: number): number => era * ERA_MESSAGES

/**
 * The term under which a word is in the index, in one era of one conversation: eight ASCII letters, made of 40 bits of all three. With the conversation in it, a
 * search touches nothing but the searcher's own chats, however much others write. Two words may share a term (one in 10^12): what the index finds
 * is read and compared before it is shown. And no word can be read out of the index, of a recalled message for instance.
 */
export function termOf(conversationId: number, era: number, word: string): string {
  const [low, high] = [conversationId | 0, Math.floor(conversationId / 0x1_0000_0000) | 0]
  let a = mix(mix(low ^ 0x2545_f491) ^ high) ^ era
  let b = mix(mix(low ^ 0x6a09_e667) ^ high) ^ era
  for (let i = 0; i < word.length; i++) {
    const unit = word.charCodeAt(i)
    a = Math.imul(a ^ unit, 0x0100_0193)
    b = Math.imul(b ^ unit, 0x85eb_ca6b) ^ (b >>> 15)
  }
  return letters(mix(a)) + letters(mix(b))
}

/** Twenty of the bits as four letters. */
const letters = (bits: number): string => `${PAIRS[bits & 1_023]}${PAIRS[(bits >>> 10) & 1_023]}`

/** Spreads every bit over all of them. */
function mix(bits: number): number {
  const once = Math.imul(bits ^ (bits >>> 16), 0x7feb_352d)
  const twice = Math.imul(once ^ (once >>> 15), 0x846c_a68b)
  return (twice ^ (twice >>> 16)) >>> 0
}
