// Runs on: storage worker
import type { Driver, Sql, Value } from './driver.ts'
import type { Seed, Seeding } from './store.ts'

export function seeding(driver: Driver): Seeding {
  return { seed: (seed) => driver.transaction((sql) => plant(sql, seed)) }
}

async function plant(sql: Sql, { accounts, inPairs, passwordHash, at, expiresAt }: Seed) {
  const folded = accounts.map((account) => account.folded)
  const before = await idsOf(sql, folded)
  await insert(
    sql,
    'users (name, folded, nickname, folded_nickname, password_hash, created_at, seen_at)',
    accounts
      .filter((account) => !before.has(account.folded))
      .map(({ name, folded }) => [name, folded, name, folded, passwordHash, at, at]),
  )
  const ids = await idsOf(sql, folded)
  const idOf = (account: { folded: string } | undefined): number =>
    ids.get(account?.folded ?? '') ?? 0
  await insert(
    sql,
    'tokens (hash, user_id, device, created_at, last_used_at, expires_at)',
    accounts.map((account) => [account.tokenHash, idOf(account), 'seed', at, at, expiresAt]),
  )
  if (!inPairs) return
  const pairs: [number, number][] = []
  for (let i = 0; i + 1 < accounts.length; i += 2) {
    pairs.push([idOf(accounts[i]), idOf(accounts[i + 1])])
  }
  await befriend(sql, pairs, at)
}

/** Whatever stood between the two, from now on they are friends. */
async function befriend(sql: Sql, pairs: [number, number][], at: number): Promise<void> {
  const both = pairs.flatMap(([one, other]): [number, number][] => [
    [one, other],
    [other, one],
  ])
  for (const [one, other] of both) {
    await sql.run('DELETE FROM friendships WHERE user_id = ? AND other_id = ?', [one, other])
  }
  await insert(
    sql,
    'friendships (user_id, other_id, state, changed_at)',
    both.map(([one, other]) => [one, other, 'friends', at]),
  )
}

/** A folded name is bytes on MySQL. */
async function idsOf(sql: Sql, folded: readonly string[]): Promise<Map<string, number>> {
  const marks = folded.map(() => '?').join()
  const rows = await sql.query<{ id: number; folded: string }>(
    `SELECT id, CAST(folded AS CHAR) AS folded FROM users WHERE folded IN (${marks})`,
    folded,
  )
  return new Map(rows.map((row) => [row.folded, row.id]))
}

async function insert(sql: Sql, table: string, rows: readonly (readonly Value[])[]): Promise<void> {
  if (rows.length === 0) return
  const row = `(${rows[0]?.map(() => '?').join()})`
  await sql.run(`INSERT INTO ${table} VALUES ${rows.map(() => row).join()}`, rows.flat() as Value[])
}
