import { Random } from '../../loadtest/generator/random.ts'
import { ASSISTANT } from '../../protocol/limits.ts'
import { befriend, ChatPeer } from '../support/chat-peer.ts'
import { ChaosClient } from './chaos-client.ts'
import { followHabit } from './habits.ts'
import { conversationOf, type HistoryLog } from './history-log.ts'

const PASSWORD = 'correct horse'
const ROOMS = ['#茶馆', '#kitchen']
/** Talk goes to the friend most of the time. */
const FRIEND_WEIGHT = 5
const SPARE_CLIENTS = 2

export interface CrowdOptions {
  pairs: number
  paceMs: number
  seed: number
  log: HistoryLog
  port(): number
}

export interface Crowd {
  readonly clients: readonly ChaosClient[]
  /** Every conversation with its members; those with the assistant exist once something was asked. */
  readonly members: ReadonlyMap<string, readonly string[]>
}

/** Pairs of friends, two rooms that all are in, and a second device for some; nobody has said anything yet. */
export async function gatherCrowd(options: CrowdOptions): Promise<Crowd> {
  const names = Array.from({ length: 2 * options.pairs }, (_, i) => `user-${i + 1}`)
  await introduce(names, options.port())
  const members = new Map(ROOMS.map((room) => [room, names]))
  for (const [i, name] of names.entries()) {
    const pair = [name, partner(names, i)]
    members.set(conversationOf(name, partner(names, i)), pair)
    members.set(conversationOf(name, ASSISTANT), [name])
  }
  const devices = [...names.keys(), ...Array(SPARE_CLIENTS).keys()]
  const clients = devices.map((i, index) => {
    const user = names[i] as string
    return new ChaosClient({
      ...{ user, password: PASSWORD, device: `${user}-${index}` },
      chats: [...Array<string>(FRIEND_WEIGHT).fill(partner(names, i)), ...ROOMS],
      paceMs: options.paceMs,
      asksAssistant: index < names.length,
      random: new Random(options.seed, 1 + index),
      log: options.log,
      port: options.port,
      act: followHabit,
    })
  })
  return { clients, members }
}

async function introduce(names: readonly string[], port: number): Promise<void> {
  const peers: ChatPeer[] = []
  for (const name of names) peers.push(await ChatPeer.as(port, name, PASSWORD))
  for (const [i, peer] of peers.entries()) {
    const other = peers[i ^ 1]
    const [name, otherName] = [names[i], names[i ^ 1]]
    if (i % 2 === 0 && other && name && otherName) await befriend(peer, other, [name, otherName])
    for (const room of ROOMS) {
      await peer.ok({ type: i === 0 ? 'room.create' : 'room.join', room })
    }
  }
  for (const peer of peers) peer.end()
}

/** 0 and 1, 2 and 3 … */
const partner = (names: readonly string[], i: number): string => names[i ^ 1] as string
