import { resolve } from 'node:path'
import { domainToASCII } from 'node:url'

/** Why a text is no such value. */
export class Problem {
  readonly message: string

  constructor(message: string) {
    this.message = message
  }
}

export function wholeNumber(min: number, max: number): (text: string) => number | Problem {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    if (value >= min && value <= max) return value
    return new Problem(`must be a whole number from ${min} to ${max}, not ${quote(text)}`)
  }
}

export function oneOf<T extends string>(values: readonly T[]): (text: string) => T | Problem {
  return (text) =>
    values.find((value) => value === text) ??
    new Problem(`must be one of ${values.join(', ')}, not ${quote(text)}`)
}

export function hostName(text: string): string | Problem {
  // Whether it is an address of this machine shows when it is listened on.
  if (/^[\p{L}\p{N}.:%_-]{1,253}$/u.test(text)) return text
  return new Problem(`must be a host name or an IP address, not ${quote(text)}`)
}

export function folder(text: string): string | Problem {
  return text === '' || text.includes('\0')
    ? new Problem('must be the path of a folder')
    : resolve(text)
}

export function hostNames(text: string): string[] | Problem {
  const typed = text.split(/[\s,]+/).filter((name) => name !== '')
  // As browsers say them: 茶馆.lan is xn--cl1ay07b.lan there. What is no name at all would come out of it as a part of itself.
  const names = typed.map((name) => domainToASCII(name.replace(/\.$/, '')))
  const wrong = typed.find((name, i) => !/^[\p{L}\p{N}._-]+$/u.test(name) || names[i] === '')
  if (wrong === undefined) return names
  return new Problem(`must be host names with commas between them, and ${quote(wrong)} is none`)
}

export function switchedOn(text: string): boolean | Problem {
  if (/^(1|true|yes|on)$/.test(text)) return true
  if (/^(0|false|no|off|)$/.test(text)) return false
  return new Problem(`must be 1 or 0, not ${quote(text)}`)
}

/** `missing` is said where there is none. */
export function filePath(missing: string): (text: string) => string | Problem {
  return (text) => {
    if (text === '') return new Problem(missing)
    return text.includes('\0') ? new Problem('must be the path of a file') : resolve(text)
  }
}

/** Says nothing of what was typed, which may hold a key. */
export function webAddress(text: string): string | Problem {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return new Problem('must be an address that begins with http:// or https://')
  }
  if (url.username === '' && url.password === '') return url.href
  return new Problem('must not hold a user or password: use --assistant-key-file')
}

const quote = (text: string): string => JSON.stringify(text.slice(0, 80))
