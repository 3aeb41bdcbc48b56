import { cpus } from 'node:os'
import { Tally } from '../tally.ts'

/**
 * What counting costs the way of a message: a send, its commit in a batch of twenty, one copy, and a `received` for it, at the places and in the order
 * of the server. Run it alone: `node dist/server/metrics/test/counting-cost.js`.
 */
const MESSAGES = 5_000_000
const BATCH = 20
const ROUNDS = 5

const tally = new Tally()
const { seconds: sendSeconds } = tally.command('send')

function count(messages: number): void {
  let nowMs = performance.now()
  for (let i = 0; i < messages; i += 1) {
    tally.framesIn += 1
    tally.command('send').came += 1
    tally.committed += 1
    tally.replies += 1
    sendSeconds.record(((nowMs + i) % 8) / 1000)
    tally.fanOuts += 1
    tally.delivered += 1

    tally.framesIn += 1
    const received = tally.command('received')
    received.came += 1
    tally.replies += 1
    received.seconds.record((performance.now() - nowMs) / 1e6)

    if (i % BATCH !== 0) continue
    nowMs = performance.now()
    tally.commitSeconds.record(0.003)
    tally.batchSize.record(BATCH)
  }
}

count(MESSAGES / 10)
const rounds = Array.from({ length: ROUNDS }, () => {
  const startedMs = performance.now()
  count(MESSAGES)
  return ((performance.now() - startedMs) * 1e6) / MESSAGES
})
const machine = `${cpus()[0]?.model}, Node ${process.version}`
process.stdout.write(`${Math.min(...rounds).toFixed(0)} ns a message (${machine})\n`)
