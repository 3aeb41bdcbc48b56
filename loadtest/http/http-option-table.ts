import { LOAD_OPTIONS, type LoadOption, type LoadOptionRow } from '../load-option-table.ts'

/** How long: a quarter alone, a half scraped, a quarter alone. */
export const DEFAULT_DURATION = '40s'
export const DEFAULT_PATHS = '/metrics /healthz'

const OWN_OPTIONS = {
  path: {
    value: 'path',
    default: DEFAULT_PATHS,
    help: "what to ask for, on the operator's port or as a whole http:// URL; repeat it for more. Without it also the web client, where the server has one",
    repeats: true,
  },
  'http-rate': {
    value: 'n|max',
    default: '1',
    help: 'requests a second of each path; max: the next as soon as the last is answered',
  },
  'http-connections': {
    value: 'n',
    default: '1',
    help: 'connections for each path',
  },
  'ops-host': { value: 'address', help: "the operator's address; without it the target's host" },
  'ops-port': { value: 'port', default: '7701', help: "the operator's port" },
} as const satisfies Record<string, LoadOptionRow>

const {
  transport,
  users,
  rate,
  'total-rate': totalRate,
  'in-flight': inFlight,
  'warm-up': warmUp,
  'text-size': textSize,
  workers,
  accounts,
  data,
  tokens,
  'save-tokens': saveTokens,
  seed,
  slo,
  'server-pid': serverPid,
  json,
  html,
  quiet,
} = LOAD_OPTIONS

/** What of `teahouse load` there is here too. */
export const CHAT_LOAD_OPTIONS = {
  transport,
  users,
  rate,
  'total-rate': totalRate,
  'in-flight': inFlight,
  duration: { ...LOAD_OPTIONS.duration, default: DEFAULT_DURATION },
  'warm-up': warmUp,
  'text-size': textSize,
  workers,
  accounts,
  data,
  tokens,
  'save-tokens': saveTokens,
  seed,
  slo,
  'server-pid': serverPid,
  json,
  html,
  quiet,
} as const satisfies Partial<Record<LoadOption, LoadOptionRow>>

/** What `teahouse load http` takes: how to ask, and how the chatters chat meanwhile. */
export const HTTP_OPTIONS = { ...OWN_OPTIONS, ...CHAT_LOAD_OPTIONS } as const

export type HttpOption = keyof typeof HTTP_OPTIONS
