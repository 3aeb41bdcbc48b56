import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from 'node:tls'
import t from 'tap'
import { ServerProcess } from '../support/server-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** The fingerprint of the key that a client is shown. */
async function shown(port: number, options: object = {}): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options })
  await once(socket, 'secureConnect')
  const { publicKey } = socket.getPeerX509Certificate() ?? {}
  const der = publicKey?.export({ type: 'spki', format: 'der' }) ?? ''
  socket.destroy()
  const digest = createHash('sha256').update(der).digest('base64')
  return `SHA256:${digest.replaceAll('=', '')}`
}

t.test(
  'the key that a server says it has is the one that clients see, from start to start',
  async (t) => {
    const data = temporaryFolder(t)
    const first = await ServerProcess.start({ data })
    t.teardown(() => first.kill())
    const [, fingerprint] = / tls=(\S+) /.exec(first.listening) ?? []
    t.match(first.listening, / web=http:\/\/127\.0\.0\.1:\d+$/)
    t.equal(await shown(first.port), fingerprint)
    for (const file of readdirSync(join(data, 'tls'))) {
      t.equal(statSync(join(data, 'tls', file)).mode & 0o777, 0o600, file)
    }
    await first.stop()

    rmSync(join(data, 'tls', 'cert.pem'))
    const flags = ['--tls', 'required']
    const second = await ServerProcess.start({ data, flags })
    t.teardown(() => second.kill())
    t.equal(await shown(second.port), fingerprint, 'with another certificate')
    t.match(second.listening, / web=https:\/\/127\.0\.0\.1:\d+$/)

    t.test('TLS is of this century', async (t) => {
      await t.rejects(shown(second.port, { maxVersion: 'TLSv1.1', minVersion: 'TLSv1' }))
      await t.resolves(shown(second.port, { maxVersion: 'TLSv1.2' }))
    })

    const given = [
      '--tls-cert',
      join(data, 'tls', 'cert.pem'),
      '--tls-key',
      join(data, 'tls', 'key.pem'),
    ]
    const other = temporaryFolder(t)
    const third = await ServerProcess.start({ data: other, flags: given })
    t.teardown(() => third.kill())
    t.equal(await shown(third.port), fingerprint, 'the operator’s own files')
    t.notOk(readdirSync(other).includes('tls'), 'none is made beside them')
  },
)

t.test('without TLS no key is made and none is spoken of', async (t) => {
  const data = temporaryFolder(t)
  const server = await ServerProcess.start({ data, flags: ['--tls', 'off'] })
  t.teardown(() => server.kill())
  t.notMatch(server.listening, 'tls=')
  t.notOk(readdirSync(data).includes('tls'))
})
