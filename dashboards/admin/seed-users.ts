import type { AdminReplyOf } from '../../protocol/admin.ts'
import { MAX_SEED } from '../../protocol/admin.ts'
import type { AdminClient } from './admin-client.ts'

export interface SeedOptions {
  count: number
  friends: 'pairs' | 'none'
  prefix: string
  password: string | undefined
}

export type SeededUser = AdminReplyOf<'users.seed'>['users'][number]

/** Makes `count` accounts, a frame's worth at a time, and hands out each lot as it is made. */
export async function* seedUsers(
  client: AdminClient,
  { count, friends, prefix, password }: SeedOptions,
): AsyncGenerator<SeededUser[]> {
  for (let from = 1; from <= count; from += MAX_SEED) {
    const { users } = await client.ask('users.seed', {
      prefix,
      from,
      count: Math.min(MAX_SEED, count - from + 1),
      friends,
      ...(password === undefined ? {} : { password }),
    })
    yield users
  }
}
