import { findCommit } from '../machine.ts'
import { checkOpenFiles } from '../preflight.ts'
import { formatCount } from '../report/format.ts'
import { TRANSPORTS } from '../wire/transport.ts'
import { describeBenchMachine } from './bench-machine.ts'
import type { BenchOptions } from './bench-options.ts'
import { MachineWatch } from './machine-watch.ts'
import type { BenchResult } from './report/bench-result.ts'
import { TRANSPORT_NAMES } from './report/transport-tables.ts'
import { measureChat } from './rows/chat-loads.ts'
import { FIRST_USERS, measureIdle } from './rows/idle-memory.ts'
import { measureLoginStorm } from './rows/login-storm.ts'
import { measureRoom, ROOM_SIZES } from './rows/rooms.ts'
import { measureSearch } from './rows/search.ts'
import { measureStored } from './rows/stored-messages.ts'
import { measureTokenLogins } from './rows/token-logins.ts'
import { measureTransport, over, TRANSPORT_LOADS } from './rows/transports.ts'
import type { BenchServer, FoundSystem, System, SystemKey } from './servers/bench-server.ts'
import { MOSQUITTO } from './servers/mosquitto-server.ts'
import { NGIRCD } from './servers/ngircd-server.ts'
import { RELAY } from './servers/relay-server.ts'
import { type OwnSystem, teahouseOnMariaDb, teahouseOnSqlite } from './servers/teahouse-server.ts'
import { SystemRecord } from './system-record.ts'

/** In a short bench, so that it stays one. */
const SHORT_ROW_SECONDS = 3

export type Step = (text: string) => void

/** One system after another, and that again in every round, so that a bad moment of the machine meets them all. */
export async function runBench(options: BenchOptions, step: Step): Promise<BenchResult> {
  await checkOpenFiles(FIRST_USERS + options.idleUsers)
  const startedAt = new Date().toISOString()
  const startMs = performance.now()
  const machine = await describeBenchMachine()
  const commit = await findCommit()
  const watch = new MachineWatch()
  const own = [teahouseOnSqlite(options.program), teahouseOnMariaDb(options.program)]
  const wanted = ({ key }: System) => options.only.includes(key)
  const contest = new Contest(options, step)
  for (const system of [...own, RELAY, MOSQUITTO, NGIRCD].filter(wanted))
    await contest.admit(system)
  for (let round = 1; round <= options.rounds; round++) await contest.round(round)
  if (options.isLong) {
    if (options.only.includes('sqlite')) await contest.idleTransports('sqlite')
    for (const system of own.filter(wanted)) await contest.ownRows(system)
  }
  const { isLong, rounds, seconds, warmUpSeconds } = options
  return {
    startedAt,
    seconds: (performance.now() - startMs) / 1_000,
    isLong,
    rounds,
    times: { seconds, warmUpSeconds },
    machine,
    others: watch.end(),
    commit,
    systems: contest.records.map((record) => record.result),
  }
}

class Contest {
  readonly records: SystemRecord[] = []
  readonly #found = new Map<SystemRecord, FoundSystem>()
  readonly #options: BenchOptions
  readonly #step: Step

  constructor(options: BenchOptions, step: Step) {
    this.#options = options
    this.#step = step
  }

  async admit(system: System): Promise<void> {
    const record = new SystemRecord(system)
    this.records.push(record)
    const found = await system.find()
    if (found === undefined) {
      record.isInstalled = false
      record.problem = `not installed (${system.install})`
      return
    }
    record.name = found.name
    this.#found.set(record, found)
  }

  async round(round: number): Promise<void> {
    const { rounds, isLong } = this.#options
    for (const [record, found] of this.#found) {
      const title = rounds === 1 ? record.name : `${record.name}, round ${round} of ${rounds}`
      await this.#visit(record, found, title, async (server, step) => {
        if (round === 1) await this.#idle(record, server, step)
        record.chatRounds.push(await measureChat(server, this.#options, step))
      })
      // On a fresh one: nothing of what a full load left to be done is counted as theirs.
      if (round === 1 && isLong) {
        await this.#visit(record, found, title, (server, step) => this.#rooms(record, server, step))
      }
      if (record.key === 'sqlite') await this.#transports(record, found, title)
    }
  }

  /** How much memory a user takes by each transport, each on a fresh server. */
  async idleTransports(key: SystemKey): Promise<void> {
    for (const [record, found] of this.#found) {
      if (record.key !== key) continue
      for (const transport of TRANSPORTS) {
        await this.#visit(
          record,
          found,
          `${record.name} over ${transport}`,
          async (server, step) => {
            step(`${formatCount(this.#options.idleUsers)} idle users`)
            const figures = await measureIdle(over(server, transport), this.#options.idleUsers)
            record.transportIdle.set(transport, figures)
          },
        )
      }
    }
  }

  /** What only ours can do, or has to. */
  async ownRows(system: OwnSystem): Promise<void> {
    const record = this.records.find(({ key }) => key === system.key)
    const found = await system.find()
    if (record === undefined || found === undefined || !this.#found.has(record)) return
    await this.#visit(record, found, record.name, async (server, step) => {
      step('10,000 log-ins by token')
      record.logins = await measureTokenLogins(server)
      step('a storm of log-ins by password')
      record.storm = await measureLoginStorm(server, this.#options)
    })
    await this.#visit(record, found, record.name, async (server, step) => {
      record.stored = await measureStored(server, this.#options, step)
    })
    await this.#visit(record, found, record.name, async (server, step) => {
      record.search = await measureSearch(server, step)
    })
  }

  /** Starts a server, does something with it, and stops it, whatever happened. */
  async #visit<S extends BenchServer>(
    record: SystemRecord,
    found: { start(): Promise<S> },
    title: string,
    measure: (server: S, step: Step) => Promise<void>,
  ): Promise<void> {
    if (record.problem !== null) return
    const step = (text: string) => this.#step(`${title}: ${text}`)
    let server: S | undefined
    try {
      step('starting')
      server = await found.start()
      await measure(server, step)
    } catch (error) {
      record.failed(error, server?.lastWords)
    } finally {
      await server?.stop()
    }
  }

  /** Each on a fresh server, so that none pays for what the one before has left to be done. */
  async #transports(record: SystemRecord, found: FoundSystem, title: string): Promise<void> {
    const { isLong, seconds, warmUpSeconds } = this.#options
    const loads = isLong ? TRANSPORT_LOADS : (['saturated'] as const)
    const times = {
      warmUpSeconds,
      seconds: isLong ? seconds : Math.min(seconds, SHORT_ROW_SECONDS),
    }
    for (const transport of TRANSPORTS) {
      await this.#visit(record, found, title, async (server, step) => {
        step(`200 users over ${TRANSPORT_NAMES[transport]}`)
        const rounds = record.transportRounds.get(transport) ?? []
        record.transportRounds.set(transport, rounds)
        rounds.push(await measureTransport(server, transport, loads, times))
      })
    }
  }

  async #idle(record: SystemRecord, server: BenchServer, step: Step): Promise<void> {
    step(`${formatCount(this.#options.idleUsers)} idle users`)
    record.idle = await measureIdle(server, this.#options.idleUsers)
  }

  async #rooms(record: SystemRecord, server: BenchServer, step: Step): Promise<void> {
    for (const members of ROOM_SIZES) {
      step(`a room of ${formatCount(members)}`)
      record.rooms.push(await measureRoom(server, members, this.#options))
    }
  }
}
