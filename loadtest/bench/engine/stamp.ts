import { readDigits } from '../../peers/read-digits.ts'

/** What every message of the bench weighs, whatever the system puts around it. */
export const TEXT_BYTES = 64

/** Numbers are written with a 1 before them, so that they always have the same number of digits. */
const SENDER_BASE = 1_000_000
const N_BASE = 1_000_000_000
const TIME_BASE = 1_000_000_000_000
const SENDER_DIGITS = 7
const N_DIGITS = 10
const TIME_DIGITS = 13
const STAMP_BYTES = SENDER_DIGITS + N_DIGITS + TIME_DIGITS
const WORDS = ' the kettle is on, come for tea .'.padStart(TEXT_BYTES - STAMP_BYTES)

/** What a sender's texts begin with. */
export const stampStart = (sender: number): string => String(SENDER_BASE + sender)

/** The text of a sender's message number `n`, which was meant for this moment: whole microseconds. */
export const stampText = (start: string, n: number, intendedUs: number): string =>
  start + String(N_BASE + n) + String(TIME_BASE + intendedUs) + WORDS

/** Reads what `stampText` wrote. One object is used over and over. */
export class Stamp {
  sender = 0
  n = 0
  intendedUs = 0

  /** @returns whether it is a whole text of the bench; else the fields say nothing */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start !== TEXT_BYTES || bytes[end - 1] !== LAST_BYTE) return false
    const n = start + SENDER_DIGITS
    const time = n + N_DIGITS
    this.sender = readDigits(bytes, start, n) - SENDER_BASE
    this.n = readDigits(bytes, n, time) - N_BASE
    this.intendedUs = readDigits(bytes, time, time + TIME_DIGITS) - TIME_BASE
    return this.sender >= 0 && this.n >= 0 && this.intendedUs >= 0
  }
}

const LAST_BYTE = WORDS.charCodeAt(WORDS.length - 1)
