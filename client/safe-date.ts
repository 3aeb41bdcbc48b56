/** The last moment that a Date can stand for. A server may say a later one, and formatting that would throw. */
const MAX_DATE_MS = 8_640_000_000_000_000

export function safeDate(at: number): Date {
  return new Date(Math.min(at, MAX_DATE_MS))
}
