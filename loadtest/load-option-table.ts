/** One row per option: what the command line, its help and the README say of it. */
export interface LoadOptionRow {
  readonly option: string
  /** What follows the flag; absent for a switch. */
  readonly argument?: string
  readonly help: string
  /** As it would be typed. A scenario may have another one. */
  readonly fallback?: string
}

export const LOAD_OPTIONS = [
  {
    option: 'scenario',
    argument: 'NAME',
    help: 'what the users do: chat, rooms, login-storm, reconnect-storm, slow-readers, idle, mixed',
    fallback: 'chat',
  },
  { option: 'users', argument: 'N', help: 'how many users', fallback: '200' },
  { option: 'rate', argument: 'N', help: 'messages a second of each who talks', fallback: '1' },
  { option: 'total-rate', argument: 'N', help: 'messages a second of all together' },
  {
    option: 'in-flight',
    argument: 'N',
    help: 'instead of a rate: each who talks keeps N messages unanswered, to find the limit',
  },
  {
    option: 'outstanding',
    argument: 'N',
    help: 'at a rate, a user sends no more while N are unanswered; the wait counts as latency',
    fallback: '64',
  },
  { option: 'duration', argument: 'TIME', help: 'how long to measure', fallback: '30s' },
  { option: 'warm-up', argument: 'TIME', help: 'before that, not counted', fallback: '5s' },
  {
    option: 'text-size',
    argument: 'SIZE',
    help: 'bytes of a text: 64, or lognormal:64 for sizes around a mean',
    fallback: 'lognormal:64',
  },
  {
    option: 'read-share',
    argument: 'SHARE',
    help: 'how many of the receipts also say "read", from 0 to 1',
    fallback: '0.3',
  },
  {
    option: 'typing-share',
    argument: 'SHARE',
    help: 'how many of the messages "typing" goes before, from 0 to 1',
    fallback: '0.1',
  },
  { option: 'rooms', argument: 'N', help: 'how many rooms: makes N times --room-size users' },
  { option: 'room-size', argument: 'N', help: 'members of a room', fallback: '50' },
  { option: 'speakers', argument: 'N', help: 'how many in a room talk', fallback: '3' },
  { option: 'workers', argument: 'N', help: 'threads that generate the load', fallback: '1' },
  {
    option: 'tokens',
    argument: 'FILE',
    help: 'accounts to use: lines {"user":…,"token":…}, neighbours being friends; without it they are registered',
  },
  { option: 'save-tokens', argument: 'FILE', help: 'write the accounts that were registered' },
  {
    option: 'password-file',
    argument: 'FILE',
    help: 'the one password of all accounts in --tokens, for login-storm',
  },
  {
    option: 'pull-back',
    argument: 'N',
    help: 'at the end each member reads back so many messages of each conversation',
    fallback: '1000',
  },
  { option: 'seed', argument: 'N', help: 'the same seed makes the same load (default: random)' },
  {
    option: 'slo',
    argument: 'CLAUSES',
    help: 'what must hold, or the exit code is 1: "p99<50ms,lost=0,errors<0.1%"',
  },
  { option: 'server-pid', argument: 'PID', help: "also measure this process's CPU and memory" },
  { option: 'json', argument: 'FILE', help: 'write the result as JSON' },
  { option: 'html', argument: 'FILE', help: 'write the report as a page' },
  { option: 'quiet', help: 'show no progress' },
] as const satisfies readonly LoadOptionRow[]

export type LoadOption = (typeof LOAD_OPTIONS)[number]['option']
