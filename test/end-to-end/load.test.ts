import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { parseHttpOptions, type RawHttpOptions } from '../../loadtest/http/http-options.ts'
import { runHttpLoad } from '../../loadtest/http/main.ts'
import { parseLoadOptions, type RawLoadOptions } from '../../loadtest/load-options.ts'
import { SILENT } from '../../loadtest/progress/progress.ts'
import { runLoad } from '../../loadtest/run-load.ts'
import { ServerProcess } from '../support/server-process.ts'

t.setTimeout(120_000)

const folder = mkdtempSync(join(tmpdir(), 'teahouse-load-'))
const server = await ServerProcess.start({ data: folder, flags: ['--rate-limit', '0'] })
t.teardown(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

const SHORT = { data: folder, duration: '1s', 'warm-up': '0s', 'total-rate': '100' }
const isLinux = process.platform === 'linux'

async function run(raw: RawLoadOptions) {
  const options = parseLoadOptions({ ...SHORT, accounts: 'socket', ...raw }, `:${server.port}`)
  const notes: string[] = []
  const progress = { ...SILENT, note: (text: string) => void notes.push(text) }
  const { result } = await runLoad(options, progress, new AbortController().signal)
  return { result, notes }
}

t.test(
  'a server on this machine makes the accounts and is measured, time after time',
  async (t) => {
    // Twice: new users every time, whom nothing from before can confuse.
    for (const users of ['1002', '40']) {
      const { result, notes } = await run({ users })
      t.ok(result.verdict.isGood, result.verdict.sentence)
      t.match(notes, [/made by the server itself, over .*admin\.sock$/])
      t.equal(result.entrance.users, Number(users))
      if (isLinux) t.equal(result.server?.pid, server.child.pid, 'found without --server-pid')
    }
  },
)

t.test('seeded users join rooms, and log in by their password', async (t) => {
  const rooms = await run({ scenario: 'rooms', users: '30', 'room-size': '15' })
  t.ok(rooms.result.verdict.isGood, rooms.result.verdict.sentence)
  const storm = await run({ scenario: 'login-storm', users: '20', duration: '2s' })
  t.ok(storm.result.verdict.isGood, storm.result.verdict.sentence)
  t.ok((storm.result.latencyUs.passwordLogin?.count ?? 0) > 0)
})

t.test('scraping a real server: answered, measured on both sides, nothing lost', async (t) => {
  const raw: RawHttpOptions = { ...SHORT, users: '20', duration: '2s', 'http-rate': '20' }
  const ops = { 'ops-port': String(server.opsPort) }
  const options = parseHttpOptions({ ...raw, ...ops }, `:${server.port}`)
  const result = await runHttpLoad(options, SILENT, new AbortController().signal)
  t.ok(result.verdict.isGood, result.verdict.sentence)
  for (const { name, answered, bytesPerAnswer } of result.http.paths) {
    t.ok(answered >= 15, `${answered} of ${name}`)
    if (name === '/metrics') t.ok(bytesPerAnswer > 2_000, `${bytesPerAnswer} bytes`)
  }
  for (const side of [result.alone, result.scraped]) {
    t.ok((side.deliveryUs?.count ?? 0) > 50)
    if (isLinux) t.ok((side.serverCpuShare ?? 0) > 0)
  }
})
