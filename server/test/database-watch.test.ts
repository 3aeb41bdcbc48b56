import t, { type Test } from 'tap'
import { type Asked, DatabaseWatch } from '../database-watch.ts'
import type { Logger } from '../log.ts'

function open(t: Test) {
  const log: string[] = []
  const write =
    (level: string) =>
    (...said: unknown[]): void =>
      void log.push(`${level}: ${said.at(-1)}`)
  const watch = new DatabaseWatch({
    warn: write('warn'),
    error: write('error'),
  } as unknown as Logger)
  t.teardown(() => watch.stop())
  return { watch, log }
}

const NO_PINGS = { ping: async () => {}, saveSeen: async () => {} }

t.test('an outage and its end are said once each, to the log and to who waits', async (t) => {
  const { watch, log } = open(t)
  let cameBack = 0
  watch.start(NO_PINGS, () => {
    cameBack += 1
  })
  watch.heard('read', true)
  t.same([watch.isUp, log, cameBack], [true, [], 0])
  watch.heard('read', false)
  watch.heard('write', false)
  watch.heard('read', false)
  t.equal(watch.isUp, false)
  t.match(log, [/^error: the database does not answer/])
  watch.heard('read', true)
  t.same([watch.isUp, cameBack], [false, 0], 'it takes no writes yet')
  watch.heard('write', true)
  watch.heard('write', true)
  t.same([watch.isUp, cameBack], [true, 1])
  t.match(log, [String, /^warn: the database is back/])
  t.equal(log.length, 2)
})

t.test('before it is started an outage is heard all the same', async (t) => {
  const { watch } = open(t)
  watch.heard('write', false)
  t.equal(watch.isUp, false)
  watch.heard('write', true)
  t.equal(watch.isUp, true)
})

// On a full disk the server had gone down and come back some seven hundred times a second.
t.test('what is answered to reading ends no outage of writing', async (t) => {
  const { watch } = open(t)
  const asked: string[] = []
  let isFull = true
  const ping = (what: Asked, isUp: () => boolean) => async (): Promise<void> => {
    asked.push(what)
    watch.heard(what, isUp())
  }
  watch.heard('write', false)
  // The watch keeps no process alive.
  const awake = setInterval(() => {}, 1_000)
  t.teardown(() => clearInterval(awake))
  const back = new Promise<void>((resolve) => {
    const pings = { ping: ping('read', () => true), saveSeen: ping('write', () => !isFull) }
    watch.start(pings, resolve)
  })
  for (let i = 0; i < 100; i += 1) watch.heard('read', true)
  t.equal(watch.isUp, false)
  isFull = false
  await back
  t.equal(watch.isUp, true)
  t.same(asked, ['read', 'write'], 'it writes to learn that it may')
})
