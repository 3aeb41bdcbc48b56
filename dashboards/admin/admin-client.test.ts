import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { ADMIN_PROTOCOL } from '../../protocol/admin.ts'
import { AdminClient } from './admin-client.ts'

t.test('a server that is killed with a question unread is gone, and no more', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'teahouse-admin-'))
  const path = join(folder, 'admin.sock')
  let killed: Socket | undefined
  const server = createServer((socket) => {
    killed = socket
    socket.once('data', () => {
      // From here on it reads nothing: what is unread when it goes is a reset for who wrote it.
      socket.pause()
      socket.write(
        `${JSON.stringify({ type: 'ok', id: 1, version: '1', protocol: ADMIN_PROTOCOL })}\n`,
      )
    })
  }).listen(path)
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    rmSync(folder, { recursive: true })
  })
  const client = await AdminClient.connect(path, 'root')
  const answer = client.ask('stats', {})
  killed?.destroy()
  await t.rejects(answer, { code: 'closed' })
  await client.closed
})
