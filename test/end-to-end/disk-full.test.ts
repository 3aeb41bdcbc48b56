import { execFileSync } from 'node:child_process'
import { closeSync, openSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { befriend, ChatPeer } from '../support/chat-peer.ts'
import { TestServer } from '../support/databases.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

t.setTimeout(120_000)

const DISK_BYTES = 16 * 1024 * 1024
const LAST_ROOM_BYTES = 512 * 1024
const SEND_TIMEOUT_MS = 6_500
const TEXT = '茶'.repeat(2_000)

/** A small disk of the test's own. */
function mountDisk(folder: string): string | undefined {
  try {
    const options = `size=${DISK_BYTES},mode=700`
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'teahouse-test', folder], {
      stdio: 'pipe',
    })
    return undefined
  } catch (error) {
    return `no file system can be mounted here: ${(error as Error).message.trim()}`
  }
}

const disk = temporaryFolder(t)
const skip = mountDisk(disk) ?? false
// Before the folder is removed: what was set up last is taken down first.
t.teardown(() => skip === false && execFileSync('umount', ['--lazy', disk]))

t.test('[G-1] a disk that is full, and has room again', { skip }, async (t) => {
  const server = await TestServer.start(disk, ['--rate-limit', '0'])
  t.teardown(() => server.process.kill())
  const li = await ChatPeer.as(server.port, 'li')
  const han = await ChatPeer.as(server.port, 'han')
  t.teardown(() => [li, han].map((peer) => peer.end()))
  await befriend(li, han, ['li', 'han'])

  const acknowledged = new Map<string, unknown>()
  let next = 1
  /** Sends until one is refused, which is what it resolves with. */
  const sendUntilRefused = async () => {
    for (;;) {
      const cid = `c${next}`
      const startedMs = performance.now()
      const reply = await li.ask({ type: 'send', chat: 'han', cid, text: cid + TEXT })
      if (reply.type !== 'ok') return { reply, ms: performance.now() - startedMs }
      acknowledged.set(cid, reply['seq'])
      next += 1
    }
  }
  await li.send('han', 'before')

  const filler = join(disk, 'filler')
  fillUp(filler)
  // Some messages still fit, and are the ones that must not be lost.
  truncateSync(filler, statSync(filler).size - LAST_ROOM_BYTES)
  const refusals = [await sendUntilRefused(), await sendUntilRefused()]
  for (const { reply, ms } of refusals) {
    t.match(reply, { code: 'unavailable', retryAfterMs: Number })
    t.ok(ms < SEND_TIMEOUT_MS, `told after ${ms} ms`)
  }
  t.ok(acknowledged.size > 5, `${acknowledged.size} had room`)
  t.match(await han.ok({ type: 'history', chat: 'li', limit: 1 }), { messages: [{ from: 'li' }] })
  t.match(await han.ok({ type: 'missed' }), { chats: [{ chat: 'li' }] })
  t.match(await han.ok({ type: 'users.find', query: 'l' }), { users: [{ user: 'li' }] })
  t.equal(await han.code({ type: 'profile.set', nickname: '韩' }), 'unavailable')
  await han.ok({ type: 'ping' })
  t.equal((await fetch(`${server.ops}/healthz`)).status, 200)

  // Every answer to a reading request was taken for the end of the outage: thousands of lines, on the disk that is full.
  const outages = server.process.logs().split('"msg":"the database does not answer').length - 1
  t.ok(outages > 0 && outages < 10, `said ${outages} times`)
  t.equal((await fetch(`${server.ops}/readyz`)).status, 503)

  rmSync(filler)
  const before = acknowledged.size
  while (acknowledged.size < before + 20) {
    const cid = `c${next}`
    const reply = await li.ask({ type: 'send', chat: 'han', cid, text: cid + TEXT })
    if (reply.type !== 'ok') continue
    acknowledged.set(cid, reply['seq'])
    next += 1
  }
  await han.ok({ type: 'profile.set', nickname: '韩' })
  t.equal(server.process.child.exitCode, null)

  await server.process.kill()
  await server.restart()
  const reader = await ChatPeer.connect(server.port)
  t.teardown(() => reader.end())
  await reader.ok({ type: 'login', user: 'han', password: 'correct horse' })
  const stored = await readAll(reader)
  t.strictSame(
    stored.map(({ seq }) => seq),
    stored.map((_, i) => i + 1),
    'no gap',
  )
  const found = new Map(stored.slice(1).map(({ cid, seq }) => [cid, seq]))
  t.strictSame(found, acknowledged, 'what was acknowledged is there, and nothing else')
})

/** Takes all the room there is. */
function fillUp(file: string): void {
  const handle = openSync(file, 'w')
  for (let size = 1024 * 1024; size >= 512; size /= 2) {
    const block = Buffer.alloc(size)
    try {
      for (;;) if (writeSync(handle, block) < size) break
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    }
  }
  closeSync(handle)
}

async function readAll(reader: ChatPeer): Promise<{ seq: number; cid: string }[]> {
  const all: { seq: number; cid: string }[] = []
  for (let more = true; more; ) {
    const after = all.at(-1)?.seq ?? 0
    const page = await reader.ok({ type: 'history', chat: 'li', after, limit: 100 })
    all.push(...(page['messages'] as typeof all))
    more = page['more'] === true
  }
  return all
}
