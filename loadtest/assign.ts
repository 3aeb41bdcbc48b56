import type { Account } from './accounts/account.ts'
import { Counters } from './generator/counters.ts'
import type { AssignedTalk, Assignment, Patience } from './generator/load-messages.ts'
import type { RunTag } from './generator/message-id.ts'
import type { LoadOptions } from './load-options.ts'
import type { People, Plan, Talk } from './scenarios/plan.ts'

/** What is known of a run when its workers are started. */
export interface Preparation {
  readonly run: RunTag
  readonly epochUs: number
  readonly intervalMs: number
  readonly patience: Patience
  readonly localAddresses: readonly string[]
  readonly plan: Plan
  readonly accounts: readonly Account[]
  /** Addresses by the number of the conversation. */
  readonly rooms: ReadonlyMap<number, string>
}

/** Deals the plan out: user i is worker i mod N's, so that every worker has its share of every group. */
export function assign(options: LoadOptions, preparation: Preparation): Assignment[] {
  return Array.from({ length: options.workers }, (_, worker) =>
    assignWorker(options, preparation, worker),
  )
}

function assignWorker(
  options: LoadOptions,
  { plan, accounts, rooms, ...preparation }: Preparation,
  worker: number,
): Assignment {
  const isMine = (user: number) => user % options.workers === worker
  const mine = (people: People) =>
    Array.from({ length: people.count }, (_, place) => people.from + place).filter(isMine)
  const connected = plan.people.filter(({ entrance }) => entrance === 'connected')
  const outside = plan.people.filter(({ entrance }) => entrance === 'outside')
  return {
    worker,
    workers: options.workers,
    run: preparation.run,
    epochUs: preparation.epochUs,
    target: { host: options.host, port: options.port, transport: options.transport },
    localAddresses: preparation.localAddresses,
    seed: options.seed,
    textSize: options.textSize,
    readShare: options.readShare,
    typingShare: options.typingShare,
    maxOutstanding:
      options.pace.kind === 'in-flight' ? options.pace.unanswered : options.maxOutstanding,
    warmUpSeconds: options.warmUpSeconds,
    durationSeconds: options.durationSeconds,
    intervalMs: preparation.intervalMs,
    patience: preparation.patience,
    counters: new Counters().shared,
    names: accounts.map(({ user }) => user),
    users: connected.flatMap((people) =>
      mine(people).map((index) => ({
        index,
        token: accounts[index]?.token ?? '',
        isApart: people.isApart,
      })),
    ),
    outsiders: outside.flatMap((people) =>
      mine(people).map((index) => ({ index, password: accounts[index]?.password ?? '' })),
    ),
    conversationCount: plan.conversations.length,
    conversations: plan.conversations.flatMap(({ members }, index) => {
      if (!members.some(isMine)) return []
      const room = rooms.get(index)
      return [room === undefined ? { index, members } : { index, members, room }]
    }),
    talks: plan.talks.map((talk) => assignTalk(talk, isMine)),
    acts: plan.acts,
  }
}

function assignTalk(talk: Talk, isMine: (user: number) => boolean): AssignedTalk {
  const places = [...talk.users.keys()].filter((place) => isMine(talk.users[place] as number))
  return {
    users: Int32Array.from(places, (place) => talk.users[place] as number),
    conversations: Int32Array.from(places, (place) => talk.conversations[place] as number),
    pace: talk.pace,
  }
}
