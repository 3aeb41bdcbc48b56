import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { packageRoot } from '../../server/package-root.ts'
import { befriend, ChatPeer } from '../../test/support/chat-peer.ts'
import {
  hasPrometheus,
  PROMETHEUS_MISSING,
  Prometheus,
  promtool,
} from '../../test/support/prometheus.ts'
import { ServerProcess } from '../../test/support/server-process.ts'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { dashboardQueries, type PanelQuery } from './dashboard-expressions.ts'

const PATIENCE_MS = 20_000
const ROUND_MS = 250

/** Two friends who do a little of everything that the dashboard shows. */
class SmallTalk {
  readonly #port: number
  readonly #li: ChatPeer
  readonly #han: ChatPeer
  readonly #token: string
  #said = 0

  private constructor(port: number, li: ChatPeer, han: ChatPeer, token: string) {
    this.#port = port
    this.#li = li
    this.#han = han
    this.#token = token
  }

  static async begin(port: number): Promise<SmallTalk> {
    const li = await ChatPeer.as(port, 'li')
    const han = await ChatPeer.as(port, 'han')
    await befriend(li, han, ['li', 'han'])
    const other = await ChatPeer.connect(port)
    const login = await other.ok({ type: 'login', user: 'li', password: 'correct horse' })
    other.end()
    return new SmallTalk(port, li, han, String(login['token']))
  }

  async round(): Promise<void> {
    for (let i = 0; i < 5; i += 1) {
      this.#said += 1
      await this.#li.send('han', 'a word')
    }
    await this.#han.event('msg')
    await this.#han.ok({ type: 'read', chat: 'li', seq: this.#said })
    await this.#li.code({ type: 'history', chat: 'nobody' })
    const other = await ChatPeer.connect(this.#port)
    await other.ok({ type: 'login', token: this.#token })
    other.end()
    const password = await ChatPeer.connect(this.#port)
    await password.ok({ type: 'login', user: 'han', password: 'correct horse' })
    password.end()
    await this.#browse()
  }

  /** Looks at the page, and asks for a WebSocket as no browser does: without a protocol. */
  async #browse(): Promise<void> {
    const page = await fetch(`http://127.0.0.1:${this.#port}/`)
    await page.arrayBuffer()
    const headers = {
      ...{ connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
      'sec-websocket-key': Buffer.alloc(16).toString('base64'),
    }
    const asked = get({ host: '127.0.0.1', port: this.#port, path: '/ws', headers })
    const [refused] = (await once(asked, 'response')) as [IncomingMessage]
    refused.resume()
  }

  end(): void {
    this.#li.end()
    this.#han.end()
  }
}

const skip = !hasPrometheus() && PROMETHEUS_MISSING
t.test('a real Prometheus that scrapes a real server', { skip }, async (t) => {
  const data = temporaryFolder(t)
  const server = await ServerProcess.start({ data, flags: ['--rate-limit', '0'] })
  t.teardown(() => server.kill())
  const ops = `127.0.0.1:${server.opsPort}`
  const folder = join(packageRoot, 'dashboards', 'prometheus')
  const prometheus = await Prometheus.start(t, folder, ops)
  const talk = await SmallTalk.begin(server.port)
  t.teardown(() => talk.end())

  t.test('every query of the dashboard brings figures', async (t) => {
    let silent = dashboardQueries('4s')
    const giveUpAt = performance.now() + PATIENCE_MS
    while (silent.length > 0 && performance.now() < giveUpAt) {
      await talk.round()
      silent = await withoutFigures(prometheus, silent)
      await setTimeout(ROUND_MS)
    }
    t.strictSame(silent, [])
  })

  t.test('what it stored is what the server said', async (t) => {
    const [info] = await prometheus.query('teahouse_info')
    t.match(info?.metric, { database: 'sqlite', job: 'teahouse', instance: ops })
    const [up] = await prometheus.query('teahouse_database_up')
    t.equal(up?.value, 1)
    const [space] = await prometheus.query('teahouse_data_free_bytes / teahouse_data_size_bytes')
    t.ok(space && space.value > 0 && space.value < 1)
  })

  t.test('it evaluates every alert, and of a server that is well none fires', async (t) => {
    const { groups } = (await prometheus.get('/api/v1/rules')) as {
      groups: { rules: { name: string; health: string; state: string }[] }[]
    }
    const rules = groups.flatMap((group) => group.rules)
    t.equal(rules.length, 10)
    for (const { name, health, state } of rules) {
      if (name === 'TeahouseDiskNearlyFull') continue // This machine's disk may be.
      t.match({ health, state }, { health: 'ok', state: 'inactive' }, name)
    }
  })

  t.test('its tool finds no fault with the names and the help texts of ours', async (t) => {
    const text = await (await fetch(`http://${ops}/metrics`)).text()
    const { said } = await promtool(['check', 'metrics'], text)
    t.strictSame(
      said.split('\n').filter((line) => line.startsWith('teahouse_')),
      [],
    )
  })
})

/** Those that bring nothing, or nothing but "not a number". */
async function withoutFigures(
  prometheus: Prometheus,
  queries: PanelQuery[],
): Promise<PanelQuery[]> {
  const answers = await Promise.all(queries.map(({ expression }) => prometheus.query(expression)))
  return queries.filter((_, i) => !answers[i]?.some(({ value }) => Number.isFinite(value)))
}
