import t from 'tap'
import { LatencyRecorder } from './latency-recorder.ts'

t.test('the two halves take turns, and nothing is lost between them', async (t) => {
  const recorder = new LatencyRecorder()
  recorder.record('delivery', 100)
  const first = recorder.turn()
  t.equal(first, 0)
  recorder.record('delivery', 200)
  t.equal(recorder.turn(), undefined, 'the first half has not been merged')
  t.equal(recorder.halves[0].delivery.count, 1)
  recorder.merged()
  t.equal(recorder.halves[0].delivery.count, 0)
  t.equal(recorder.turn(), 1)
  t.equal(recorder.halves[1].delivery.count, 1)
})

t.test('what is too short or too long for the histogram is counted at its borders', async (t) => {
  const recorder = new LatencyRecorder()
  recorder.record('acknowledge', -5)
  recorder.record('acknowledge', 0.2)
  recorder.record('acknowledge', 1e12)
  const { acknowledge } = recorder.halves[0]
  t.equal(acknowledge.count, 3)
  t.equal(acknowledge.min, 1)
  t.ok(Math.abs(acknowledge.max - 600_000_000) < 1_000_000)
})
