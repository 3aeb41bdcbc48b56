import t, { type Test } from 'tap'
import { DatabaseWatch } from '../database-watch.ts'
import type { Logger } from '../log.ts'

function open(t: Test) {
  const log: string[] = []
  const write =
    (level: string) =>
    (message: string): void =>
      void log.push(`${level}: ${message}`)
  const watch = new DatabaseWatch({
    warn: write('warn'),
    error: write('error'),
  } as unknown as Logger)
  t.teardown(() => watch.stop())
  return { watch, log }
}

t.test(
  'an outage and its end are said once each, and whoever waits for the end is called',
  async (t) => {
    const { watch, log } = open(t)
    let cameBack = 0
    watch.start(
      async () => {},
      () => {
        cameBack += 1
      },
    )
    watch.heard(true)
    t.same([watch.isUp, log, cameBack], [true, [], 0])
    watch.heard(false)
    watch.heard(false)
    t.equal(watch.isUp, false)
    t.match(log, [/^error: the database does not answer/])
    watch.heard(true)
    watch.heard(true)
    t.same([watch.isUp, cameBack], [true, 1])
    t.match(log, [String, /^warn: the database is back/])
    t.equal(log.length, 2)
  },
)

t.test('before it is started an outage is heard all the same', async (t) => {
  const { watch } = open(t)
  watch.heard(false)
  t.equal(watch.isUp, false)
  watch.heard(true)
  t.equal(watch.isUp, true)
})
