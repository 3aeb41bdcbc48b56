import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { parseLoadOptions, type RawLoadOptions } from '../load-options.ts'
import { load } from '../main.ts'
import { type Mischief, PretendServer } from './support/pretend-server.ts'

t.setTimeout(120_000)

const folder = mkdtempSync(join(tmpdir(), 'teahouse-load-'))
t.teardown(() => rmSync(folder, { recursive: true }))

/** What `teahouse load` says and answers. */
async function run(raw: RawLoadOptions, target: string) {
  const written = { output: '', errorOutput: '' }
  const screen = (name: keyof typeof written) => ({
    write(text: string) {
      written[name] += text
    },
  })
  const streams = { output: screen('output'), errorOutput: screen('errorOutput') }
  const pace = raw['total-rate'] ? {} : { rate: '20' }
  const base = { users: '4', duration: '300ms', 'warm-up': '0s', ...pace }
  const exitCode = await load(parseLoadOptions({ ...base, ...raw }, target), streams)
  return { exitCode, ...written }
}

async function withServer(mischief: Mischief, raw: RawLoadOptions) {
  const server = await PretendServer.start(mischief)
  try {
    return await run(raw, `127.0.0.1:${server.port}`)
  } finally {
    await server.stop()
  }
}

t.test('nobody there: one line, exit code 2', async (t) => {
  const { exitCode, output, errorOutput } = await run({}, '127.0.0.1:1')
  t.equal(exitCode, 2)
  t.equal(output, '')
  t.match(errorOutput, /^teahouse: nothing answers at 127\.0\.0\.1:1: .*refused.*\n$/)
})

t.test('no such machine: one line', async (t) => {
  const { exitCode, errorOutput } = await run({}, 'no-such-machine.invalid:1')
  t.equal(exitCode, 2)
  t.match(errorOutput, /^teahouse: there is no no-such-machine\.invalid: .*\n$/)
})

t.test('somebody who speaks something else, or nothing: one line', async (t) => {
  for (const greeting of [
    'HTTP/1.1 400 Bad Request\r\n\r\n',
    '{"type":"ok","id":1}\n',
    undefined,
  ]) {
    const server = createServer((socket) => {
      socket.on('error', () => {})
      if (greeting !== undefined) socket.on('data', () => socket.end(greeting))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const { exitCode, errorOutput } = await run({}, `127.0.0.1:${port}`)
    t.equal(exitCode, 2)
    t.match(errorOutput, /^teahouse: what answers at .* is no teahouse server: .*\n$/)
    server.close()
  }
})

t.test('a wrong file of tokens: one line', async (t) => {
  const path = join(folder, 'tokens')
  writeFileSync(path, 'this is a diary\n')
  const { exitCode, errorOutput } = await withServer({}, { tokens: path })
  t.equal(exitCode, 2)
  t.match(errorOutput, /^teahouse: --tokens: line 1 of .* is not .*\n$/)
})

t.test('a token that the server does not know ends the run before it begins', async (t) => {
  const path = join(folder, 'tokens')
  const lines = ['a', 'b', 'c', 'd'].map((user) => `{"user":"${user}","token":"bad"}\n`)
  writeFileSync(path, lines.join(''))
  const { exitCode, errorOutput } = await withServer({ refuseTokens: true }, { tokens: path })
  t.equal(exitCode, 2)
  t.match(errorOutput, /teahouse: [a-d] cannot log in: bad_token: .*\n$/)
})

t.test('a server that takes no registrations: one line that says what helps', async (t) => {
  const { exitCode, errorOutput } = await withServer({ refuseRegistration: true }, {})
  t.equal(exitCode, 2)
  t.match(errorOutput, /takes no registrations: give accounts with --tokens/)
})

t.test('a process that is not there, a file that cannot be written: before the run', async (t) => {
  for (const [raw, problem] of [
    [{ 'server-pid': '2147483646' }, /--server-pid: process 2147483646 cannot be measured/],
    [{ html: join(folder, 'no', 'where.html') }, /--html: cannot write .*where\.html: ENOENT/],
    [{ json: folder }, /--json: cannot write .*: EISDIR/],
  ] as const) {
    const { exitCode, output, errorOutput } = await withServer({}, raw)
    t.equal(exitCode, 2)
    t.equal(output, '')
    t.match(errorOutput, problem)
  }
})

t.test('a rate that cannot be had is an exit code and a sentence', async (t) => {
  const raw = { 'total-rate': '3000', outstanding: '1', duration: '1s', quiet: 'true' }
  const { exitCode, output, errorOutput } = await withServer({ acknowledgeAfterMs: 30 }, raw)
  t.equal(exitCode, 1)
  t.match(output, /^FAILED {2}.*offered .* msg\/s, wanted /)
  t.equal(errorOutput, '')
})

t.test(
  'what could not be sent in time is given up before the conversations are read back',
  async (t) => {
    const server = await PretendServer.start({ acknowledgeAfterMs: 30 })
    let late = 0
    server.mischief.refuse = () => {
      if (server.heard.has('history')) late++
      return false
    }
    const raw = { 'total-rate': '3000', outstanding: '2', duration: '500ms', quiet: 'true' }
    const { exitCode, output } = await run(raw, `127.0.0.1:${server.port}`)
    await server.stop()
    t.equal(exitCode, 1)
    t.match(output, /^FAILED {2}.* could never be sent/)
    t.ok(server.heard.has('history'), 'they were read back')
    t.equal(late, 0, 'nothing was sent any more')
  },
)

t.test(
  'an SLO that is missed is exit code 1, one that is met 0, and the files are written',
  async (t) => {
    const files = { json: join(folder, 'r.json'), html: join(folder, 'r.html') }
    const missed = await withServer({}, { slo: 'p99<1us,lost=0' })
    t.equal(missed.exitCode, 1)
    t.match(missed.output, /SLO missed: p99<1us is /)

    const met = await withServer({}, { slo: 'p99<5s,lost=0', ...files })
    t.equal(met.exitCode, 0)
    t.match(met.output, /^ok {2}.*SLO met/)
    t.match(JSON.parse(readFileSync(files.json, 'utf8')), { version: 1, verdict: { isGood: true } })
    t.match(readFileSync(files.html, 'utf8'), /^<!doctype html>/)
  },
)

t.test('a signal while the accounts are made ends it there', async (t) => {
  const server = await PretendServer.start({})
  const running = run({ users: '10000' }, `127.0.0.1:${server.port}`)
  while ((server.heard.get('register') ?? 0) < 50) await new Promise((done) => setTimeout(done, 5))
  process.emit('SIGINT')
  const { exitCode, output, errorOutput } = await running
  t.equal(exitCode, 130)
  t.equal(output, '')
  t.match(errorOutput, /teahouse: stopped before the run began\n$/)
  t.ok((server.heard.get('register') ?? 0) < 5_000)
  await server.stop()
})

t.test('a signal ends the load and still gives the report', async (t) => {
  const server = await PretendServer.start({})
  const running = run({ duration: '60s', rate: '20' }, `127.0.0.1:${server.port}`)
  while ((server.heard.get('send') ?? 0) < 50) await new Promise((done) => setTimeout(done, 10))
  process.emit('SIGINT')
  const { exitCode, output } = await running
  await server.stop()
  t.equal(exitCode, 0)
  t.match(output, /^ok {2}4 users, .* \(stopped early\): every message arrived once/)
})
