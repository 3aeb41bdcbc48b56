import type { DiscoverOptions } from '../discovery/discover.ts'
import { UsageError } from './chat-options.ts'
import type { OptionTable } from './option-table.ts'

export type DiscoverOption = 'timeout' | 'json'

/** What `teahouse discover` takes. */
export const DISCOVER_OPTIONS: OptionTable<DiscoverOption> = {
  timeout: { value: 'time', default: '2s', help: 'how long to listen: 500ms, 2s' },
  json: { help: 'for programs: one object a line' },
}

const MIN_MS = 100
const MAX_MS = 60_000
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000 }

/** @throws UsageError */
export function parseDiscoverOptions(
  raw: Partial<Record<DiscoverOption, string>>,
): DiscoverOptions {
  const [, number, unit = 's'] = /^(\d{1,5}(?:\.\d{1,3})?)(ms|s)?$/.exec(raw.timeout ?? '') ?? []
  const timeoutMs = Number(number) * (UNITS[unit] ?? 0)
  if (!(timeoutMs >= MIN_MS && timeoutMs <= MAX_MS)) {
    throw new UsageError([
      `--timeout must be a time from 100ms to 60s, not ${JSON.stringify(raw.timeout)}`,
    ])
  }
  return { timeoutMs, json: raw.json === 'true' || raw.json === '1' }
}
