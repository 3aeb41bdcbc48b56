import type { ChaosClient } from './chaos-client.ts'
import type { Crowd } from './crowd.ts'
import type { Reading } from './evidence.ts'
import { until } from './waiting.ts'

const LOGIN_TIMEOUT_MS = 30_000

/** Every conversation as each member finds it: one end reads forwards, the other backwards. */
export async function readEverything({ clients, members }: Crowd): Promise<Reading[]> {
  await until(() => clients.every(({ connection }) => connection !== undefined), LOGIN_TIMEOUT_MS)
  const readings: Reading[] = []
  for (const [conversation, users] of members) {
    for (const [i, reader] of users.entries()) {
      const client = clients.find(({ user }) => user === reader) as ChaosClient
      const others = conversation.split('|').filter((name) => name !== reader)
      const chat = others[0] as string
      const messages = await (i % 2 === 0 ? readForwards(client, chat) : readBack(client, chat))
      readings.push({ conversation, reader, messages })
    }
  }
  return readings
}

async function readForwards(client: ChaosClient, chat: string): Promise<Reading['messages']> {
  const all: Reading['messages'][number][] = []
  for (;;) {
    const page = await client.connection?.readPage(chat, {
      after: all.at(-1)?.seq ?? 0,
      limit: 200,
    })
    if (page === undefined) throw new Error(`${chat} could not be read`)
    all.push(...page.messages)
    if (!page.more) return all
  }
}

async function readBack(client: ChaosClient, chat: string): Promise<Reading['messages']> {
  const pages: Reading['messages'][] = []
  for (;;) {
    const before = pages.at(-1)?.[0]?.seq
    const where = before === undefined ? {} : { before }
    const page = await client.connection?.readPage(chat, { ...where, limit: 200 })
    if (page === undefined) throw new Error(`${chat} could not be read`)
    pages.push(page.messages)
    if (!page.more) return pages.reverse().flat()
  }
}
