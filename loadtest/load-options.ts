import { EXIT_BAD_OPTIONS, LoadError } from './load-error.ts'
import {
  LOAD_OPTIONS,
  type LoadOption,
  type LoadOptionRow,
  SCENARIO_DEFAULTS,
} from './load-option-table.ts'
import {
  quote,
  readNumber,
  readSwitch,
  readTarget,
  readTextSize,
  readTime,
  type TextSize,
} from './option-values.ts'
import type { Scenario } from './scenarios/scenario.ts'
import { findScenario, SCENARIOS } from './scenarios/scenario-table.ts'
import type { Pace } from './scenarios/stage.ts'
import { parseSlo, type Slo } from './slo.ts'
import { TRANSPORTS, type Transport } from './wire/transport.ts'

/** What was asked for, checked and in units. Plain data but for the scenario, which a worker finds again by its name. */
export interface LoadOptions {
  readonly host: string
  readonly port: number
  readonly transport: Transport
  readonly scenario: Scenario
  readonly users: number
  readonly pace: Pace
  readonly maxOutstanding: number
  readonly durationSeconds: number
  readonly warmUpSeconds: number
  readonly textSize: TextSize
  readonly readShare: number
  readonly typingShare: number
  readonly roomSize: number
  readonly speakers: number
  readonly workers: number
  readonly accounts: AccountWay
  readonly dataFolder: string
  readonly tokensFile: string | undefined
  readonly saveTokensFile: string | undefined
  readonly passwordFile: string | undefined
  readonly pullBack: number
  readonly seed: number
  readonly slo: Slo | undefined
  readonly serverPid: number | undefined
  readonly jsonFile: string | undefined
  readonly htmlFile: string | undefined
  readonly isQuiet: boolean
}

/** `socket`: by a local server's admin socket; `auto`: by it where there is one, else by registering. */
export type AccountWay = 'auto' | 'socket' | 'register'

const ACCOUNT_WAYS: readonly AccountWay[] = ['auto', 'socket', 'register']

/** Options by the name of their flag, as text; a switch is `true` or `false`. What is absent takes its default. */
export type RawLoadOptions = Readonly<Partial<Record<LoadOption, string>>>

export const DEFAULT_TARGET = '127.0.0.1:7700'
const MAX_USERS = 100_000

/** @throws LoadError with every problem, one a line, and the exit code for bad options */
export function parseLoadOptions(raw: RawLoadOptions, target = DEFAULT_TARGET): LoadOptions {
  const problems: string[] = []
  const scenario = findScenario(raw.scenario ?? 'chat')
  if (scenario === undefined) {
    const names = SCENARIOS.map(({ name }) => name).join(', ')
    problems.push(`--scenario: there is no "${raw.scenario}"; there are ${names}`)
  }
  const reader = new OptionReader(raw, scenario, problems)
  const address = reader.keep('the target', () => readTarget(target))
  const { users, roomSize } = readCrowd(raw, reader)

  const options: LoadOptions = {
    host: address?.host ?? '',
    port: address?.port ?? 0,
    transport: reader.oneOf('transport', TRANSPORTS),
    // Never seen without one: the problems are thrown first.
    scenario: scenario as Scenario,
    users,
    pace: readPace(raw, reader),
    maxOutstanding: reader.whole('outstanding', 1, 1_000),
    durationSeconds: reader.time('duration', 0.1, 7 * 86_400),
    warmUpSeconds: reader.time('warm-up', 0, 86_400),
    textSize: reader.keep('--text-size', () => readTextSize(reader.text('text-size'))) ?? {
      kind: 'fixed',
      bytes: 64,
    },
    readShare: reader.number('read-share', 0, 1),
    typingShare: reader.number('typing-share', 0, 1),
    roomSize,
    speakers: reader.whole('speakers', 0, MAX_USERS),
    workers: reader.whole('workers', 1, 64),
    accounts: reader.oneOf('accounts', ACCOUNT_WAYS),
    dataFolder: reader.text('data'),
    tokensFile: raw.tokens,
    saveTokensFile: raw['save-tokens'],
    passwordFile: raw['password-file'],
    pullBack: reader.whole('pull-back', 0, 1_000_000_000),
    seed: raw.seed === undefined ? randomSeed() : reader.whole('seed', 0, 0xffff_ffff),
    slo: reader.keep('--slo', () => (raw.slo === undefined ? undefined : parseSlo(raw.slo))),
    serverPid:
      raw['server-pid'] === undefined ? undefined : reader.whole('server-pid', 1, 0x7fff_ffff),
    jsonFile: raw.json,
    htmlFile: raw.html,
    isQuiet: reader.keep('--quiet', () => readSwitch(raw.quiet)) ?? false,
  }
  if (options.tokensFile !== undefined && options.saveTokensFile !== undefined) {
    problems.push('--save-tokens: no account is made when --tokens is given')
  }
  if (options.tokensFile !== undefined && options.accounts !== 'auto') {
    problems.push('--accounts: no account is made when --tokens is given')
  }
  if (
    scenario?.name === 'login-storm' &&
    raw.tokens !== undefined &&
    raw['password-file'] === undefined
  ) {
    problems.push('--password-file: login-storm logs in by password, which --tokens does not hold')
  }
  if (problems.length > 0) throw new LoadError(problems.join('\n'), { exitCode: EXIT_BAD_OPTIONS })
  return options
}

/** Two of users, rooms and room size give the third. */
function readCrowd(raw: RawLoadOptions, reader: OptionReader): { users: number; roomSize: number } {
  const roomSize = reader.whole('room-size', 2, MAX_USERS)
  if (raw.rooms === undefined) return { users: reader.whole('users', 2, MAX_USERS), roomSize }
  const rooms = reader.whole('rooms', 1, MAX_USERS / 2)
  if (raw.users === undefined) {
    if (rooms * roomSize > MAX_USERS) reader.problem(`--rooms: makes more than ${MAX_USERS} users`)
    return { users: rooms * roomSize, roomSize }
  }
  if (raw['room-size'] !== undefined) {
    reader.problem('--rooms: give two of --users, --rooms and --room-size, the third follows')
  }
  const users = reader.whole('users', 2, MAX_USERS)
  return { users, roomSize: Math.max(2, Math.ceil(users / rooms)) }
}

function readPace(raw: RawLoadOptions, reader: OptionReader): Pace {
  const given = (['rate', 'total-rate', 'in-flight'] as const).filter(
    (name) => raw[name] !== undefined,
  )
  if (given.length > 1) {
    reader.problem(`--${given[1]}: cannot be together with --${given[0]}`)
  }
  if (raw['in-flight'] !== undefined) {
    return { kind: 'in-flight', unanswered: reader.whole('in-flight', 1, 1_000) }
  }
  const isTotal =
    raw['total-rate'] !== undefined || (raw.rate === undefined && reader.has('total-rate'))
  return isTotal
    ? { kind: 'total', perSecond: reader.number('total-rate', 0, 10_000_000) }
    : { kind: 'per-user', perSecond: reader.number('rate', 0, 100_000) }
}

const randomSeed = (): number => Math.floor(Math.random() * 1_000_000)

/** Reads values and keeps what is wrong with them, so that all of it is said at once. */
class OptionReader {
  readonly #values: Readonly<Partial<Record<LoadOption, string>>>
  readonly #problems: string[]

  constructor(raw: RawLoadOptions, scenario: Scenario | undefined, problems: string[]) {
    const rows = Object.entries<LoadOptionRow>(LOAD_OPTIONS)
    const defaults = rows.map(([option, row]) => [option, row.default])
    const given = Object.entries(raw).filter(([, value]) => value !== undefined)
    this.#values = {
      ...Object.fromEntries(defaults),
      ...SCENARIO_DEFAULTS,
      ...scenario?.defaults,
      ...Object.fromEntries(given),
    }
    this.#problems = problems
  }

  has(option: LoadOption): boolean {
    return this.#values[option] !== undefined
  }

  text(option: LoadOption): string {
    return this.#values[option] ?? ''
  }

  problem(message: string): void {
    this.#problems.push(message)
  }

  /** What `read` returns, or undefined and a problem when it throws one. */
  keep<T>(name: string, read: () => T): T | undefined {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof LoadError)) throw error
      this.#problems.push(`${name}: ${error.message}`)
      return undefined
    }
  }

  oneOf<T extends string>(option: LoadOption, choices: readonly T[]): T {
    const text = this.text(option)
    const choice = choices.find((one) => one === text)
    if (choice === undefined) {
      this.problem(`--${option}: must be one of ${choices.join(', ')}, not ${quote(text)}`)
    }
    return choice ?? (choices[0] as T)
  }

  number(option: LoadOption, min: number, max: number): number {
    return this.keep(`--${option}`, () => readNumber(this.text(option), min, max)) ?? min
  }

  whole(option: LoadOption, min: number, max: number): number {
    return this.keep(`--${option}`, () => readNumber(this.text(option), min, max, true)) ?? min
  }

  time(option: LoadOption, min: number, max: number): number {
    return this.keep(`--${option}`, () => readTime(this.text(option), min, max)) ?? min
  }
}
