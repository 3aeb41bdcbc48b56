import t from 'tap'
import type { LogLevel, LogListener } from '../../log.ts'
import { AdminConnection, type AdminWire } from '../admin-connection.ts'

/** A connection whose reader is the test's to hold up. */
function open() {
  const sent: Record<string, unknown>[] = []
  const wire = { unsentBytes: 0, hasEnded: false, isPaused: false, isEnded: false }
  const listening = new Map<LogListener, LogLevel>()
  const connection = new AdminConnection(
    Object.assign(wire, {
      send: (line: string) => void sent.push(JSON.parse(line)),
      notifyWhenDrained: () => {},
      pause: () => Object.assign(wire, { isPaused: true }),
      resume: () => Object.assign(wire, { isPaused: false }),
      end: () => Object.assign(wire, { isEnded: true }),
      listen: () => {},
    }) satisfies AdminWire,
    {
      begin: () => ({ isBeside: false, done: Promise.resolve() }),
      closed: () => {},
      explain: (error) => `${JSON.stringify({ code: error.code })}\n`,
      log: {
        listen: (level, listener) => void listening.set(listener, level),
        unlisten: (listener) => void listening.delete(listener),
      },
    },
  )
  const log = (msg: string): void => {
    const line = `${JSON.stringify({ level: 30, time: 5, pid: 1, hostname: 'h', user: 'li', msg })}\n`
    for (const listener of listening.keys()) listener(line)
  }
  return { connection, wire, sent, log, listening }
}

t.test('lines of the log are left out while nobody reads them, and counted', async (t) => {
  const { connection, wire, sent, log } = open()
  connection.watch({ log: 'info' })
  log('one')
  wire.unsentBytes = 300_000
  log('two')
  log('three')
  wire.unsentBytes = 0
  connection.drained()
  log('four')
  t.same(sent, [
    { type: 'log', at: 5, level: 'info', message: 'one', fields: { user: 'li' } },
    { type: 'log.dropped', lines: 2 },
    { type: 'log', at: 5, level: 'info', message: 'four', fields: { user: 'li' } },
  ])
})

t.test('figures are left out too, and a very long line is cut', async (t) => {
  const { connection, wire, sent, log } = open()
  connection.watch({ stats: true, log: 'info' })
  wire.unsentBytes = 300_000
  connection.sendStats('{"type":"stats"}\n')
  wire.unsentBytes = 0
  log('x'.repeat(100_000))
  t.equal(sent.length, 1)
  t.ok(JSON.stringify(sent).length < 40_000)
})

t.test('an operator who does not read replies is not read either', async (t) => {
  const { connection, wire } = open()
  wire.unsentBytes = 2_000_000
  connection.line('{"type":"hello"}')
  await new Promise(setImmediate)
  t.equal(wire.isPaused, true)
  wire.unsentBytes = 0
  connection.drained()
  t.equal(wire.isPaused, false)
})

t.test(
  'who has closed their side is let go after the last answer, unless they watch',
  async (t) => {
    const { connection, wire, listening } = open()
    wire.hasEnded = true
    connection.watch({ log: 'warn' })
    connection.ended()
    t.equal(wire.isEnded, false)
    connection.watch({ log: 'off' })
    connection.ended()
    t.equal(wire.isEnded, true)
    connection.watch({ log: 'warn' })
    connection.closed()
    t.equal(listening.size, 0, 'the log forgets who has gone')
  },
)
