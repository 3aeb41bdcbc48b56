import { randomBytes } from 'node:crypto'
import t from 'tap'
import { DECOY_HASH, openCredentialsPool } from '../credentials-pool.ts'

t.test('a name that nobody has takes as long as one that somebody has', async (t) => {
  const pool = openCredentialsPool(t.error)
  t.teardown(() => pool.close())
  const password = 'correct horse'
  const hash = await pool.hash(password)
  t.equal(await pool.verify(hash, password), true)
  t.equal(await pool.verify(hash, 'wrong horse'), false)
  t.equal(await pool.verify(undefined, password), false)
  t.equal(await pool.verify('', password), false, 'an account that nobody can log in to')

  const parameters = (stored: string): string => stored.split('$').slice(0, 4).join('$')
  t.equal(parameters(DECOY_HASH), parameters(hash))
  const [real, decoy] = await fastest([hash, undefined], (stored) =>
    pool.verify(stored, randomBytes(8).toString('hex')),
  )
  t.ok(decoy > real / 3, `${decoy.toFixed(1)} ms, ${real.toFixed(1)} ms`)
})

t.test('a pool that was closed is asked in vain', async (t) => {
  const pool = openCredentialsPool(t.error)
  await pool.hash('correct horse')
  await pool.close()
  await t.rejects(pool.hash('correct horse'), { code: 'unavailable' })
})

t.test('a stop does not wait for the passwords that wait', async (t) => {
  const pool = openCredentialsPool(t.error)
  await pool.hash('correct horse')
  const hashes = Promise.allSettled(Array.from({ length: 150 }, () => pool.hash('correct horse')))
  await pool.close()
  const outcomes = await hashes
  const done = outcomes.filter(({ status }) => status === 'fulfilled').length
  t.ok(done < 50, `${done} of 150 were made first`)
  t.match(outcomes.at(-1), { status: 'rejected', reason: { code: 'unavailable' } })
})

/** The least of several attempts each, in turns: whatever else the machine does only ever adds. @returns milliseconds */
async function fastest(
  cases: readonly (string | undefined)[],
  attempt: (stored: string | undefined) => Promise<unknown>,
): Promise<[number, number]> {
  const least = cases.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < 8; round += 1) {
    for (const [i, stored] of cases.entries()) {
      const startedMs = performance.now()
      await attempt(stored)
      least[i] = Math.min(least[i] as number, performance.now() - startedMs)
    }
  }
  return least as [number, number]
}
