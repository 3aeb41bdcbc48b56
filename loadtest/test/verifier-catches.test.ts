import t from 'tap'
import type { LoadResult } from '../report/load-result.ts'
import { FAULT_KINDS, type FaultKind } from '../verify/faults.ts'
import { after, runAgainst } from './support/run-against.ts'

// Each test is a whole run, and those that miss something wait for it for some seconds.
t.setTimeout(180_000)

/** Two threads, so that friends sit in different ones, and what one thread knows another must learn. */
const TWO_WORKERS = { workers: '2' }

function faultsOf({ verifier }: LoadResult): FaultKind[] {
  return FAULT_KINDS.filter((kind) => verifier.faults[kind] > 0)
}

/** For the first message with this number, in whichever conversation that is; the next may have the number again. */
function once(wanted: number): (seq: number) => boolean {
  let isDone = false
  return (seq) => {
    if (isDone || seq !== wanted) return false
    isDone = true
    return true
  }
}

const only = (wanted: number) => (seq: number) => seq === wanted

t.test('a server that keeps its promises has no faults', async (t) => {
  for (const raw of [{}, TWO_WORKERS, { scenario: 'rooms', 'room-size': '4', ...TWO_WORKERS }]) {
    const { result } = await runAgainst({}, raw)
    t.strictSame(faultsOf(result), [])
    t.ok(result.verdict.isGood, result.verdict.sentence)
    t.ok(result.messages.delivered > 50)
    t.ok(result.verifier.readBack > result.messages.delivered)
    t.equal(result.verifier.gapsHealed, 0)
  }
})

t.test('another spelling of the same frames is no fault', async (t) => {
  const { result } = await runAgainst({ spellDifferently: true })
  t.ok(result.verdict.isGood, result.verdict.sentence)
  t.ok(result.messages.delivered > 50)
})

t.test('acknowledged and thrown away is lost', async (t) => {
  for (const raw of [{}, TWO_WORKERS]) {
    const { result } = await runAgainst({ lose: once(5) }, raw)
    t.strictSame(faultsOf(result), ['lost'])
    t.equal(result.verifier.faults.lost, 1)
    t.match(result.verifier.examples, [/^lost: .*number 5/])
    t.notOk(result.verdict.isGood)
  }
})

t.test('the very last message thrown away is lost as well', async (t) => {
  let highest = 0
  const { result } = await runAgainst({
    lose(seq) {
      highest = Math.max(highest, seq)
      return seq === 3
    },
    refuse: () => highest >= 3,
  })
  t.ok(faultsOf(result).includes('lost'), result.verdict.sentence)
})

t.test('pushed and later gone from history is lost', async (t) => {
  const { result } = await runAgainst({ forget: only(4) })
  t.strictSame(faultsOf(result), ['lost'])
  t.match(result.verifier.examples, [/history has it no more/])
})

t.test('pushed twice is doubled', async (t) => {
  const { result } = await runAgainst({ pushTwice: only(3) })
  t.strictSame(faultsOf(result), ['doubled'])
})

t.test('stored twice is doubled', async (t) => {
  const { result } = await runAgainst({ storeTwice: only(3) })
  t.strictSame(faultsOf(result), ['doubled'])
  t.match(result.verifier.examples[0], /has another number already/)
})

t.test('a push behind a later one is disorder', async (t) => {
  const { result } = await runAgainst({ pushLate: only(3) }, { ...TWO_WORKERS, scenario: 'rooms' })
  t.strictSame(faultsOf(result), ['disorder'])
})

t.test('one other letter is corrupt', async (t) => {
  for (const spellDifferently of [false, true]) {
    const { result } = await runAgainst({ corrupt: only(3), spellDifferently })
    t.strictSame(faultsOf(result), ['corrupt'])
  }
})

t.test('a push that is dropped is a gap, which pulling heals', async (t) => {
  const { result } = await runAgainst({ dropPush: only(3) })
  t.strictSame(faultsOf(result), [])
  t.ok(result.verifier.gapsHealed > 0)
  t.ok(result.verifier.pulled > 0)
  t.ok(result.verdict.isGood, result.verdict.sentence)
})

t.test('a push that is dropped with nothing behind it was never announced', async (t) => {
  // Who only listens has no answers of its own to learn from that the conversation went on.
  const raw = { scenario: 'rooms', 'room-size': '4', speakers: '1', rate: '40' }
  const { result } = await runAgainst({ dropPush: (seq) => seq >= 10 }, raw)
  t.strictSame(faultsOf(result), ['unannounced'])
})

t.test('a number that is given to nobody is a hole', async (t) => {
  for (const raw of [{}, TWO_WORKERS]) {
    const { result } = await runAgainst({ skipNumber: only(3) }, raw)
    t.strictSame(faultsOf(result), ['holes'])
  }
})

t.test('refused and stored all the same is unexpected', async (t) => {
  const { result } = await runAgainst({ refuseButStore: only(3) })
  t.strictSame(faultsOf(result), ['unexpected'])
})

t.test('refused is an error, not a fault', async (t) => {
  let count = 0
  const { result } = await runAgainst({ refuse: () => ++count % 4 === 0 })
  t.strictSame(faultsOf(result), [])
  t.ok(result.errors.byCode['busy'])
  t.equal(result.errors.total, result.errors.byCode['busy'])
  t.ok(Math.abs(result.errors.share - 0.25) < 0.03, String(result.errors.share))
})

t.test('a send without an answer does not go unnoticed', async (t) => {
  let count = 0
  const { result } = await runAgainst({ swallow: () => ++count === 5 })
  t.equal(result.messages.unanswered, 1)
  t.notOk(result.verdict.isGood)
  t.match(result.verdict.sentence, /1 never answered/)
})

t.test('a resend that is stored again is doubled', async (t) => {
  const raw = { duration: '1500ms', rate: '100' }
  const { result } = await runAgainst(
    { acknowledgeAfterMs: 50, forgetCids: true },
    raw,
    after(400, (server) => server.cutAllOff()),
  )
  t.strictSame(faultsOf(result), ['doubled'])
})

t.test('connections that break are made again, and nothing is lost or doubled by it', async (t) => {
  const raw = { duration: '1500ms', rate: '100' }
  const { result } = await runAgainst(
    { acknowledgeAfterMs: 50 },
    raw,
    after(400, (server) => server.cutAllOff()),
  )
  t.strictSame(faultsOf(result), [])
  t.ok(result.verdict.isGood, result.verdict.sentence)
  t.ok(Object.keys(result.errors.disconnects).length > 0)
  t.ok(result.latencyUs.reconnect !== null)
  t.ok(result.messages.duplicatesRefused > 0, 'what was stored and not acknowledged was sent again')
})
