import t from 'tap'
import { ArrivalStream, Pacer } from './pacer.ts'
import { Random } from './random.ts'

/** A clock whose timers come when the test says, at the moment that they were set for plus a delay. */
class TestClock {
  us = 0
  #due: { atUs: number; callback: () => void } | undefined

  nowUs(): number {
    return this.us
  }

  after(ms: number, callback: () => void): void {
    this.#due = { atUs: this.us + ms * 1_000, callback }
  }

  /** Runs until `untilUs`, each timer coming `lateUs` late. */
  run(untilUs: number, lateUs = 0): void {
    while (this.#due !== undefined && this.#due.atUs + lateUs <= untilUs) {
      const { atUs, callback } = this.#due
      this.#due = undefined
      this.us = Math.max(this.us, atUs + lateUs)
      callback()
    }
    this.us = Math.max(this.us, untilUs)
  }
}

function makePacer(perSecond: number, seed = 1) {
  const clock = new TestClock()
  const intended: number[] = []
  const sentUs: number[] = []
  const lateness: number[] = []
  const stream = new ArrivalStream(perSecond, new Random(seed), (us) => {
    intended.push(us)
    sentUs.push(clock.us)
  })
  const pacer = new Pacer([stream], clock, (us) => lateness.push(us))
  return { clock, intended, sentUs, lateness, stream, pacer }
}

t.test('arrivals have the rate that was asked for', async (t) => {
  for (const perSecond of [3, 500, 20_000]) {
    const { clock, intended, pacer } = makePacer(perSecond)
    pacer.start()
    clock.run(20_000_000)
    const expected = perSecond * 20
    const tolerance = 4 * Math.sqrt(expected)
    t.ok(Math.abs(intended.length - expected) < tolerance, `${intended.length} of ${expected}`)
  }
})

t.test(
  'pauses are exponential: as many short and long ones as a Poisson process has',
  async (t) => {
    const { clock, intended, pacer } = makePacer(20)
    pacer.start()
    clock.run(1_000_000_000)
    const pauses = intended.slice(1).map((us, i) => us - (intended[i] ?? 0))
    const share = (limitUs: number) => pauses.filter((us) => us > limitUs).length / pauses.length
    t.ok(Math.abs(share(50_000) - Math.exp(-1)) < 0.02, `${share(50_000)} above the mean`)
    t.ok(Math.abs(share(150_000) - Math.exp(-3)) < 0.01, `${share(150_000)} above three means`)
  },
)

t.test('the same seed makes the same arrivals', async (t) => {
  const runs = [5, 5, 6].map((seed) => {
    const { clock, intended, pacer } = makePacer(100, seed)
    pacer.start()
    clock.run(1_000_000)
    return intended
  })
  t.strictSame(runs[0], runs[1])
  t.notSame(runs[0], runs[2])
})

t.test('a timer in time makes no lateness, for the schedule has its resolution', async (t) => {
  const { clock, lateness, pacer } = makePacer(3_000)
  pacer.start()
  clock.run(1_000_000)
  t.ok(lateness.length > 2_500)
  t.equal(Math.max(...lateness), 0)
})

t.test('a timer that comes late is counted from when each message was meant', async (t) => {
  const { clock, intended, sentUs, lateness, pacer } = makePacer(1_000)
  pacer.start()
  clock.run(100_000)
  const before = intended.length
  // The thread hangs for a second: about a thousand messages are due meanwhile.
  clock.run(1_100_000, 999_000)
  const held = intended.length - before
  t.ok(held > 880 && held < 1_120, `${held} messages were held up`)
  const waits = lateness.slice(before)
  t.ok(Math.max(...waits) > 990_000, 'the first waited for all of the second')
  const mean = waits.reduce((a, b) => a + b, 0) / held
  t.ok(Math.abs(mean - 500_000) < 50_000, `and on average half of it: ${mean}`)
  t.strictSame(
    waits,
    intended.slice(before).map((us, i) => (sentUs[before + i] ?? 0) - us),
  )
})

t.test('a change of pace holds from its moment on', async (t) => {
  const { clock, intended, pacer, stream } = makePacer(1_000)
  pacer.start()
  clock.run(1_000_000)
  const first = intended.length
  stream.setFactor(0, clock.us)
  pacer.rearm()
  clock.run(2_000_000)
  t.equal(intended.length, first, 'nothing at factor 0')
  stream.setFactor(3, clock.us)
  pacer.rearm()
  clock.run(3_000_000)
  const after = intended.length - first
  t.ok(Math.abs(after - 3_000) < 250, `${after} of 3,000`)
})

t.test('stopping releases what was due and late, and nothing more', async (t) => {
  const { clock, intended, pacer } = makePacer(1_000)
  pacer.start()
  clock.us = 500_000
  pacer.stop()
  t.ok(intended.length > 400)
  const { length } = intended
  clock.run(2_000_000)
  t.equal(intended.length, length)
})
