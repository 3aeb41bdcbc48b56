import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { version } from '../../server/package-root.ts'
import { inOwnNetwork } from '../support/own-network.ts'
import { programArguments, ServerProcess } from '../support/server-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** 5353, as the system writes it. */
const MDNS_SOCKET = /:14E9 /

async function run(...args: string[]) {
  const child = spawn(process.execPath, programArguments(...args), {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, err, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  return { out, err, exitCode }
}

const multicastSockets = (): string =>
  ['udp', 'udp6'].map((table) => readFileSync(`/proc/net/${table}`, 'utf8')).join('')

await inOwnNetwork(t, import.meta.url, () => {
  t.test('a server says nothing to the network that it was not asked to say', async (t) => {
    const server = await ServerProcess.start({ data: temporaryFolder(t) })
    t.teardown(() => server.stop())
    t.equal(multicastSockets().match(/^ *\d+:/gm), null, 'it has no socket of UDP at all')
    const { out, err, exitCode } = await run('discover', '--timeout', '300ms')
    t.strictSame({ out, exitCode }, { out: '', exitCode: 1 })
    t.match(err, /^teahouse discover: no server announces itself .*\n$/)
  })

  t.test(
    'an announced server is found until it stops, and by a client without an address',
    async (t) => {
      const flags = ['--announce', '--announce-name', '茶馆']
      const server = await ServerProcess.start({ data: temporaryFolder(t), flags })
      while (!/announced on the network/.test(server.logs()))
        await once(server.child.stderr ?? t, 'data')

      const { key, port } = server
      t.match(key, /^SHA256:/)
      const address = `127.0.0.1:${server.port}`
      const { out, exitCode } = await run('discover', '--timeout', '1500ms')
      t.equal(exitCode, 0)
      t.equal(out.split('\n')[1], `茶馆  ${address}  ${version}    optional  ${key}`)
      const { out: json } = await run('discover', '--timeout', '1500ms', '--json')
      const facts = { version, protocol: 1, tls: 'optional', fingerprint: key }
      t.strictSame(JSON.parse(json), { name: '茶馆', addresses: ['127.0.0.1'], port, ...facts })

      const chat = await run('chat', '--plain', '--user', 'li')
      t.equal(chat.exitCode, 69)
      t.match(chat.err, `name one of those on the network: 茶馆 at ${address}\n`)

      t.equal(await server.stop(), 0)
      t.notMatch(multicastSockets(), MDNS_SOCKET)
      t.equal((await run('discover', '--timeout', '300ms')).exitCode, 1)
    },
  )

  t.test('a name that cannot be announced is refused before anything starts', async (t) => {
    const { err, exitCode } = await run('serve', '--announce', '--announce-name', 'tea.lan')
    t.equal(exitCode, 78)
    t.match(err, /--announce-name .*without a dot/)
  })
})
