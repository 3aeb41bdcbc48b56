import type { Shelf } from './shelf.ts'

export const LANGUAGES = ['en', 'zh'] as const
export const THEMES = ['auto', 'light', 'dark'] as const
export type Language = (typeof LANGUAGES)[number]
export type Theme = (typeof THEMES)[number]

export interface Settings {
  language: Language
  theme: Theme
  /** A short sound for a message that nobody looks at. */
  sound: boolean
  /** A notification of the desktop for it. */
  notify: boolean
  /** Enter begins a new line, and Ctrl-Enter sends. */
  ctrlSends: boolean
}

const KEY = 'settings'

/** What this browser's owner chose; what they did not choose follows the browser. */
export function readSettings(shelf: Shelf, browserLanguages: readonly string[]): Settings {
  const kept = parsed(shelf.get(KEY))
  const isOn = (name: string, standard: boolean): boolean =>
    typeof kept[name] === 'boolean' ? (kept[name] as boolean) : standard
  return {
    language: oneOf(LANGUAGES, kept['language']) ?? firstKnown(browserLanguages),
    theme: oneOf(THEMES, kept['theme']) ?? 'auto',
    sound: isOn('sound', true),
    notify: isOn('notify', false),
    ctrlSends: isOn('ctrlSends', false),
  }
}

/** Keeps what was changed and nothing else, so that the rest goes on following the browser. */
export function keepSettings(shelf: Shelf, changed: Partial<Settings>): void {
  shelf.set(KEY, JSON.stringify({ ...parsed(shelf.get(KEY)), ...changed }))
}

function firstKnown(languages: readonly string[]): Language {
  for (const tag of languages) {
    const found = oneOf(LANGUAGES, tag.split('-')[0]?.toLowerCase())
    if (found !== undefined) return found
  }
  return 'en'
}

function oneOf<T extends string>(all: readonly T[], value: unknown): T | undefined {
  return all.find((one) => one === value)
}

function parsed(json: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json ?? '{}')
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    // Damaged: as if nothing had been chosen.
    return {}
  }
}
