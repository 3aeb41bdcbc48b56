import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import t from 'tap'
import { ADMIN_PROTOCOL } from '../../../protocol/admin.ts'
import { LiveFeed } from './live-feed.ts'

const nothing = (): void => undefined

t.test('who hears that the server is back can ask it something', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'teahouse-feed-'))
  const path = join(folder, 'admin.sock')
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', nothing)
    createInterface({ input: socket })
      .on('line', (line) => {
        const { id } = JSON.parse(line) as { id: number }
        const reply = { type: 'ok', id, version: '1', protocol: ADMIN_PROTOCOL }
        socket.write(`${JSON.stringify(reply)}\n`)
      })
      .on('error', nothing)
  }).listen(path)
  await once(server, 'listening')
  const feed = new LiveFeed(path, 'root')
  t.teardown(() => {
    feed.close()
    server.close()
    rmSync(folder, { recursive: true })
  })
  const answered = new Promise((resolve, reject) => {
    const back = (): void => void feed.asking.ask('stats', {}).then(resolve, reject)
    const listener = { figures: nothing, lost: nothing, log: nothing, dropped: nothing, back }
    void feed.open(listener).then(() => sockets[0]?.destroy())
  })
  t.match(await answered, { version: '1' })
})
