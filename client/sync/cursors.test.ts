import t from 'tap'
import { ChatClientError } from '../wire/chat-client-error.ts'
import { TIMING } from '../wire/timing.ts'
import { type CursorKind, Cursors } from './cursors.ts'

const QUICK = { ...TIMING, cursorDelayMs: 1, cursorSpacingMs: 1 }

function scene(answer: (report: string) => Promise<unknown> = () => Promise.resolve()) {
  const reports: string[] = []
  const cursors = new Cursors(
    {
      report(kind: CursorKind, chat: string, seq: number) {
        reports.push(`${kind} ${chat} ${seq}`)
        return answer(`${kind} ${chat} ${seq}`)
      },
    },
    QUICK,
  )
  t.teardown(() => cursors.suspend())
  return { cursors, reports }
}

t.test('a burst is one report, and nothing is said twice or backwards', async (t) => {
  const { cursors, reports } = scene()
  cursors.resume()
  for (let seq = 1; seq <= 100; seq += 1) cursors.move('received', 'han', seq)
  await cursors.flush()
  cursors.move('received', 'han', 50)
  cursors.move('received', 'HAN', 100)
  await cursors.flush()
  t.same(reports, ['received han 100'])
})

t.test('what the server knows already is not told', async (t) => {
  const { cursors, reports } = scene()
  cursors.resume()
  cursors.learn('received', 'han', 7)
  cursors.move('received', 'han', 7)
  cursors.move('read', 'han', 7)
  await cursors.flush()
  t.same(reports, ['read han 7'])
})

t.test('without a connection it waits; after one it tells where things stand now', async (t) => {
  const { cursors, reports } = scene()
  cursors.move('received', 'han', 1)
  cursors.move('received', 'han', 2)
  await cursors.flush()
  t.same(reports, [])
  cursors.resume()
  await cursors.flush()
  t.same(reports, ['received han 2'])
})

t.test('a report that was lost, or came too early for the server, is made again', async (t) => {
  const errors = [
    new ChatClientError('connection_lost'),
    new ChatClientError('rate_limited', { retryAfterMs: 1 }),
  ]
  const { cursors, reports } = scene(() => {
    const error = errors.shift()
    return error ? Promise.reject(error) : Promise.resolve()
  })
  cursors.resume()
  cursors.move('received', 'han', 3)
  while (reports.length < 3) await new Promise((resolve) => setImmediate(resolve))
  t.same([...new Set(reports)], ['received han 3'])
})

t.test('a chat that is not ours any more is left alone', async (t) => {
  const { cursors, reports } = scene(() => Promise.reject(new ChatClientError('not_member')))
  cursors.resume()
  cursors.move('received', '#tea', 3)
  await cursors.flush()
  await cursors.flush()
  t.same(reports, ['received #tea 3'])
})

t.test('many chats take turns: few reports in a round', async (t) => {
  let most = 0
  let open = 0
  const { cursors, reports } = scene(async () => {
    open += 1
    most = Math.max(most, open)
    await new Promise((resolve) => setImmediate(resolve))
    open -= 1
  })
  cursors.resume()
  for (let n = 0; n < 23; n += 1) cursors.move('received', `friend-${n}`, 1)
  await cursors.flush()
  t.equal(reports.length, 23)
  t.ok(most <= 5)
})
