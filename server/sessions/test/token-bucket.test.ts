import t from 'tap'
import { TokenBucket } from '../token-bucket.ts'

t.test('a burst passes, the next one is told how long to wait, and then passes', async (t) => {
  const bucket = new TokenBucket(20, 3, 1_000)
  t.same([bucket.take(1_000), bucket.take(1_000), bucket.take(1_000)], [0, 0, 0])
  t.equal(bucket.take(1_000), 50)
  t.equal(bucket.take(1_030), 20, 'a refusal costs nothing')
  t.equal(bucket.take(1_050), 0)
  t.equal(bucket.take(1_050), 50)
})

t.test('no more is saved up than a burst', async (t) => {
  const bucket = new TokenBucket(20, 2, 0)
  t.same([bucket.take(3_600_000), bucket.take(3_600_000)], [0, 0])
  t.equal(bucket.take(3_600_000), 50)
})

t.test('a rate of 0 is no limit', async (t) => {
  const bucket = new TokenBucket(0, 0, 0)
  t.ok(Array.from({ length: 1_000 }, () => bucket.take(0)).every((waitMs) => waitMs === 0))
})
