/** What a server says of itself on the local network. Plain data: it crosses to a worker. */
export interface Announcement {
  /** What people read: at most 63 bytes, without a dot. Where another server has it, a number is added. */
  readonly name: string
  readonly port: number
  /** The address that the server listens on; `0.0.0.0` or `::` stands for all. */
  readonly listensOn: string
  readonly facts: Facts
}

export const TLS_MODES = ['required', 'optional', 'off'] as const
export type TlsMode = (typeof TLS_MODES)[number]

/** What stands in the TXT record, by the names that it has there. */
export interface Facts {
  readonly version: string
  readonly protocol: number
  readonly tls: TlsMode
  /** Of the key, as the server prints it: with it a client can be sure whom it reached. */
  readonly fingerprint?: string
}

/** `_teahouse._tcp`, as the library wants it. */
export const SERVICE_TYPE = 'teahouse'

/** The limit of DNS for one part of a name. */
export const MAX_NAME_BYTES = 63

/** A name that DNS can carry: the library would cut it at a dot. Undefined: it is none. */
export function announceableName(text: string): string | undefined {
  const name = text.trim().normalize('NFC')
  const isShort = Buffer.byteLength(name) <= MAX_NAME_BYTES
  return isShort && name.isWellFormed() && /^[^\p{Cc}\p{Cf}.]+$/u.test(name) ? name : undefined
}

/** The next name when `taken` has this one: `Tea`, `Tea (2)`, `Tea (3)`. Names differ in more than case. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted
  for (let number = 2; taken.has(foldName(name)); number += 1) {
    const suffix = ` (${number})`
    name = startOf(wanted, MAX_NAME_BYTES - suffix.length) + suffix
  }
  return name
}

export const foldName = (name: string): string => name.toLowerCase()

/** As many whole characters as fit. */
function startOf(text: string, maxBytes: number): string {
  let start = ''
  let bytes = 0
  for (const character of text) {
    bytes += Buffer.byteLength(character)
    if (bytes > maxBytes) break
    start += character
  }
  return start.trimEnd()
}
