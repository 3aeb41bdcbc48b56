/** One row per option: what the command line, its help and the README say of it. */
export interface LoadOptionRow {
  /** What stands for the value. Absent: the option is a switch. */
  readonly value?: string
  /** As it would be typed, where it is the same for every scenario; `SCENARIO_DEFAULTS` has the others. */
  readonly default?: string
  readonly help: string
  /** May be given several times. */
  readonly repeats?: true
}

export const LOAD_OPTIONS = {
  scenario: {
    value: 'name',
    default: 'chat',
    help: 'what the users do: chat, rooms, login-storm, reconnect-storm, slow-readers, idle or mixed',
  },
  transport: {
    value: 'tcp|tls|ws|wss',
    default: 'tcp',
    help: 'how the users come: lines over TCP or TLS, a WebSocket over either; any certificate is trusted',
  },
  users: { value: 'n', help: 'how many users; the scenario says how many without it' },
  rate: { value: 'n', help: 'messages a second of each who talks' },
  'total-rate': { value: 'n', help: 'messages a second of all together, instead of --rate' },
  'in-flight': {
    value: 'n',
    help: 'each who talks keeps so many messages unanswered, instead of a rate: finds the limit',
  },
  outstanding: {
    value: 'n',
    default: '64',
    help: 'at a rate, a user waits while so many of its messages are unanswered; the wait counts as latency',
  },
  duration: { value: 'time', help: 'how long to measure: 30s, 2m' },
  'warm-up': { value: 'time', default: '5s', help: 'the load before that, which is not counted' },
  'text-size': {
    value: 'bytes',
    help: 'bytes of a text: 64, or lognormal:64 for many sizes around a mean',
  },
  'read-share': {
    value: 'share',
    default: '0.3',
    help: 'how often "read" follows "received", from 0 to 1',
  },
  'typing-share': {
    value: 'share',
    help: 'how often "typing" goes before a message, from 0 to 1',
  },
  rooms: { value: 'n', help: 'how many rooms; with --room-size it gives the users' },
  'room-size': { value: 'n', help: 'members of a room' },
  speakers: { value: 'n', help: 'how many of a room, or of the idle, talk' },
  workers: { value: 'n', default: '1', help: 'threads that generate the load' },
  accounts: {
    value: 'auto|socket|register',
    default: 'auto',
    help: 'where new accounts come from: the admin socket of a server on this machine, registration over the protocol, or auto: the socket where there is one',
  },
  data: {
    value: 'folder',
    default: './data',
    help: "the server's data folder, which holds its admin socket",
  },
  tokens: {
    value: 'file',
    help: 'use these accounts, lines of {"user":…,"token":…} with friends side by side, instead of new ones',
  },
  'save-tokens': { value: 'file', help: 'keep the accounts that were made, for --tokens' },
  'password-file': {
    value: 'file',
    help: 'the one password of all accounts of --tokens, which login-storm needs',
  },
  'pull-back': {
    value: 'n',
    default: '1000',
    help: 'at the end every member reads back so many messages of each conversation',
  },
  seed: { value: 'n', help: 'the same number makes the same load; a random one without it' },
  slo: {
    value: 'clauses',
    help: 'what must hold, else the exit code is 1: "p99<50ms,lost=0,errors<0.1%"',
  },
  'server-pid': {
    value: 'pid',
    help: "the process whose processor time and memory are measured; a local server's is found by its admin socket",
  },
  json: { value: 'file', help: 'write the result as JSON' },
  html: { value: 'file', help: 'write the report as a page that opens anywhere' },
  quiet: { help: 'show no progress' },
} as const satisfies Record<string, LoadOptionRow>

export type LoadOption = keyof typeof LOAD_OPTIONS

/** Where a scenario says nothing else. */
export const SCENARIO_DEFAULTS = {
  users: '200',
  rate: '1',
  duration: '30s',
  'text-size': 'lognormal:64',
  'typing-share': '0.1',
  'room-size': '50',
  speakers: '3',
} as const satisfies Partial<Record<LoadOption, string>>
