import { setTimeout as sleep } from 'node:timers/promises'
import { SetupClient } from '../../accounts/setup-client.ts'
import { LoadError } from '../../load-error.ts'
import { Crowd } from '../engine/crowd.ts'
import { median } from '../report/statistics.ts'
import type { Account, BenchServer } from '../servers/bench-server.ts'
import { fill } from './fill.ts'
import { pairSeats } from './seats.ts'

const STORED = 1_000_000
/** Two people say it all: the longest conversation is the hardest to search. */
const PEOPLE = 2
const IN_FLIGHT = 500
const TIMES = 20
const MAX_INDEX_SECONDS = 900
const LOOK_EVERY_MS = 250

/** The oldest message of all; every other one is `stampText`. */
const OLDEST = 'the samovar of the first day: 茶馆开张'
const NOWHERE = 'nowhere'
const QUERIES: readonly { readonly what: string; readonly query: string }[] = [
  { what: 'a word in all but one', query: 'kettle' },
  { what: 'two words in all but one', query: 'tea come' },
  { what: 'a word in the oldest', query: 'samovar' },
  { what: 'two Chinese characters in the oldest', query: '茶馆' },
  { what: 'a common word and one in the oldest', query: 'the samovar' },
  { what: 'a word in none', query: NOWHERE },
]

export interface SearchTimes {
  readonly what: string
  /** Messages on the first page. */
  readonly found: number
  readonly p50Us: number
  readonly maxUs: number
}

export interface SearchFigures {
  readonly stored: number
  /** From the last message until all are in the index. */
  readonly indexedSeconds: number
  readonly queries: readonly SearchTimes[]
}

/** First pages out of a million messages, as a client sees them; nobody else is doing anything. */
export async function measureSearch(
  server: BenchServer,
  step: (text: string) => void,
): Promise<SearchFigures> {
  const accounts = await server.accounts({ prefix: 'search', count: PEOPLE })
  const [one, other] = accounts as [Account, Account]
  await ask(server, one, (client) =>
    client.ask('send', { chat: other.user, cid: 'oldest', text: OLDEST }),
  )
  step(`storing ${STORED.toLocaleString('en-US')} messages to search`)
  const crowd = await Crowd.open(server, pairSeats(accounts))
  try {
    await fill(crowd, STORED, IN_FLIGHT)
  } finally {
    crowd.leave()
  }
  const stored = crowd.scene.tally.acknowledged + 1
  step('waiting for the index')
  return ask(server, one, async (client) => {
    const indexedSeconds = await indexed(client)
    step('searching')
    const queries: SearchTimes[] = []
    for (const { what, query } of QUERIES) queries.push({ what, ...(await time(client, query)) })
    return { stored, indexedSeconds, queries }
  })
}

/** As somebody who is logged in. */
async function ask<T>(
  { port }: BenchServer,
  { token }: Account,
  work: (client: SetupClient) => Promise<T>,
): Promise<T> {
  const client = await SetupClient.open({ host: '127.0.0.1', port })
  try {
    await client.ask('login', { token })
    return await work(client)
  } finally {
    client.close()
  }
}

/** While the index is behind, a search for what is nowhere ends before it has seen everything, and says so. */
async function indexed(client: SetupClient): Promise<number> {
  const startMs = performance.now()
  for (;;) {
    const { more } = await client.ask('search', { query: NOWHERE })
    const seconds = (performance.now() - startMs) / 1_000
    if (!more) return seconds
    if (seconds > MAX_INDEX_SECONDS) throw new LoadError('the search index is not done')
    await sleep(LOOK_EVERY_MS)
  }
}

async function time(client: SetupClient, query: string): Promise<Omit<SearchTimes, 'what'>> {
  const times: number[] = []
  let found = 0
  for (let i = 0; i < TIMES; i++) {
    const startMs = performance.now()
    found = (await client.ask('search', { query })).messages.length
    times.push((performance.now() - startMs) * 1_000)
  }
  return { found, p50Us: median(times), maxUs: Math.max(...times) }
}
