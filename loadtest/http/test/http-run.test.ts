import type { RequestListener } from 'node:http'
import t from 'tap'
import type { Screen } from '../../progress/live-panel.ts'
import { SILENT } from '../../progress/progress.ts'
import { PretendServer } from '../../test/support/pretend-server.ts'
import { parseHttpOptions, type RawHttpOptions } from '../http-options.ts'
import type { HttpResult } from '../http-result.ts'
import { loadHttp, runHttpLoad } from '../main.ts'
import { pretendOps } from './pretend-ops.ts'

t.setTimeout(120_000)

const BASE = { users: '8', rate: '20', duration: '2s', 'warm-up': '0s', seed: '1' }

type Ops = Awaited<ReturnType<typeof pretendOps>>

/** A chat at a pretend server while somebody else is asked over HTTP. */
async function withOps<T>(
  answer: RequestListener | undefined,
  use: (base: RawHttpOptions, target: string, ops: Ops, server: PretendServer) => Promise<T>,
): Promise<T> {
  const server = await PretendServer.start({})
  const ops = await pretendOps(answer)
  try {
    return await use({ ...BASE, 'ops-port': String(ops.port) }, `:${server.port}`, ops, server)
  } finally {
    ops.stop()
    await server.stop()
  }
}

const run = (raw: RawHttpOptions, target: string): Promise<HttpResult> =>
  runHttpLoad(parseHttpOptions(raw, target), SILENT, new AbortController().signal)

t.test('each path is asked at the rate, in the scraped half only, while people chat', async (t) => {
  await withOps(undefined, async (base, target, ops) => {
    const result = await run({ ...base, 'http-rate': '20' }, target)
    t.ok(result.verdict.isGood, result.verdict.sentence)
    t.match(result.verdict.sentence, /in order; .*; alone p99 .* scraped /)
    const { paths, seconds, busyShare } = result.http
    t.ok(Math.abs(seconds - 1) < 0.35, `${seconds} s`)
    t.ok(busyShare > 0 && busyShare < 1)
    t.strictSame(
      paths.map(({ name }) => name),
      ['/metrics', '/healthz'],
    )
    for (const { name, answered, failed, latencyUs, bytesPerAnswer } of paths) {
      // At the start of each second as many as it may: one second has two starts.
      t.ok(answered >= 15 && answered <= 60, `${answered} of ${name}`)
      t.equal(failed, 0)
      t.ok((latencyUs?.p50 ?? 0) > 0)
      t.ok(bytesPerAnswer > 3)
      const asked = ops.asked.filter((path) => path === name).length
      t.ok(asked - answered >= 1 && asked - answered <= 4, `${asked} asked`)
    }
  })
})

t.test(
  'the web client is asked for as well where there is one, and nobody named a path',
  async (t) => {
    const ops = await pretendOps()
    t.teardown(() => ops.stop())
    /** What is asked of a server that has a page. */
    const ask = async (more: RawHttpOptions) => {
      const asked: (string | undefined)[] = []
      const server = await PretendServer.start({}, 'ws', ({ url }, response) => {
        asked.push(url)
        response.end('<!doctype html>')
      })
      t.teardown(() => server.stop())
      const raw = { ...BASE, 'ops-port': String(ops.port), transport: 'ws', 'http-rate': '20' }
      return { port: server.port, asked, ...(await run({ ...raw, ...more }, `:${server.port}`)) }
    }
    const { port, verdict, http } = await ask({})
    t.ok(verdict.isGood, verdict.sentence)
    t.strictSame(
      http.paths.map(({ name }) => name),
      ['/metrics', '/healthz', `the web client, http://127.0.0.1:${port}/`],
    )
    t.ok((http.paths[2]?.answered ?? 0) >= 15)
    const named = await ask({ path: '/metrics' })
    t.equal(named.http.paths.length, 1)
    t.strictSame(named.asked, [])
  },
)

t.test('both sides of the chat are measured, and the verifier saw both', async (t) => {
  await withOps(undefined, async (base, target) => {
    const { alone, scraped, chat } = await run({ ...base, 'http-rate': 'max' }, target)
    for (const side of [alone, scraped]) {
      t.ok(Math.abs(side.seconds - 1) < 0.5, `${side.seconds} s`)
      t.ok(side.deliveredPerSecond > 80, `${side.deliveredPerSecond}/s`)
      t.ok((side.deliveryUs?.count ?? 0) > 60)
      t.equal(side.errors, 0)
      t.equal(side.serverCpuShare, null, 'whose process it is nobody said')
    }
    const counted = (alone.deliveryUs?.count ?? 0) + (scraped.deliveryUs?.count ?? 0)
    t.ok(chat.latencyUs.delivery?.count === counted, 'nothing is in none or in both')
    t.equal(chat.generator.workers, 1)
    t.strictSame(
      chat.phases.map(({ name }) => name),
      ['alone', 'scraped', 'alone again'],
    )
  })
})

t.test('the server’s processor time is told for each side', async (t) => {
  await withOps(undefined, async (base, target) => {
    const result = await run({ ...base, 'server-pid': String(process.pid) }, target)
    for (const side of [result.alone, result.scraped]) t.ok((side.serverCpuShare ?? 0) > 0)
  })
})

t.test('answers that fail are counted by their status and make the run bad', async (t) => {
  let count = 0
  const answer: RequestListener = (_, response) => {
    // The first is the look before the run.
    response.writeHead(count++ % 4 === 1 ? 503 : 200).end()
  }
  await withOps(answer, async (base, target) => {
    const result = await run({ ...base, path: '/metrics', 'http-rate': '40' }, target)
    const [path] = result.http.paths
    t.notOk(result.verdict.isGood)
    t.match(result.verdict.sentence, /\d+ of \d+ \/metrics failed \(503\)/)
    t.strictSame(Object.keys(path?.failures ?? {}), ['503'])
    t.ok((path?.answered ?? 0) > (path?.failed ?? 0), 'the good ones are counted apart')
  })
})

t.test('a port that goes away is not asked without end', async (t) => {
  let ops: Ops | undefined
  const answer: RequestListener = (request, response) => {
    response.end()
    if ((ops?.asked.length ?? 0) > 10) {
      request.socket.destroy()
      ops?.stop()
    }
  }
  await withOps(answer, async (base, target, own) => {
    ops = own
    const result = await run({ ...base, path: '/x', 'http-rate': 'max' }, target)
    t.notOk(result.verdict.isGood)
    const failed = result.http.paths[0]?.failed ?? 0
    t.ok(failed > 0 && failed < 10_000, `${failed} failures`)
    t.equal(result.chat.verifier.faults.lost, 0)
  })
})

async function program(raw: RawHttpOptions, target: string) {
  const written = { output: '', errorOutput: '' }
  const screen = (name: keyof typeof written): Screen => ({
    write(text: string) {
      written[name] += text
    },
  })
  const streams = { output: screen('output'), errorOutput: screen('errorOutput') }
  const exitCode = await loadHttp(parseHttpOptions(raw, target), streams)
  return { exitCode, ...written }
}

t.test(
  'a port where nobody listens, a path that is not there: one line, exit code 2',
  async (t) => {
    const nobody = await program({ ...BASE, 'ops-port': '1' }, ':1')
    t.equal(nobody.exitCode, 2)
    t.match(nobody.errorOutput, /^teahouse: nothing answers over HTTP at 127\.0\.0\.1:1: .*\n$/)

    const answer: RequestListener = (_, response) => response.writeHead(404).end()
    await withOps(answer, async (base, target) => {
      const { exitCode, output, errorOutput } = await program(base, target)
      t.equal(exitCode, 2)
      t.equal(output, '')
      t.match(errorOutput, /^teahouse: 127\.0\.0\.1:\d+ answers \/metrics with 404: .*\n$/)
    })
  },
)

t.test('the report has both sides next to each other; a signal still gives it', async (t) => {
  await withOps(undefined, async (base, target, _, server) => {
    const running = program({ ...base, duration: '60s' }, target)
    // Scraping would begin after a quarter of a minute.
    const timer = setInterval(() => {
      if ((server.heard.get('send') ?? 0) < 50) return
      clearInterval(timer)
      process.emit('SIGINT')
    }, 10)
    const { exitCode, output } = await running
    t.equal(exitCode, 1)
    t.match(output, /^FAILED {2}8 users, .* \(stopped early\): .*; stopped before anything was/)
    t.match(output, /^the chat +alone +scraped +change$/m)
    t.match(output, /^delivery p99 +\d.* –/m)
    const [, ...others] = output.split('\n')
    t.ok(
      others.every((line) => line.length <= 80),
      output,
    )
  })
})
