import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { ownStats, PretendAdmin } from '../test/support/pretend-admin.ts'
import { findLocalServer, isThisMachine } from './local-server.ts'

const TARGET = { host: '127.0.0.1', port: 7_700 }

async function find(stats: object | string, target = TARGET) {
  const admin = await PretendAdmin.start(() => stats as never)
  try {
    const found = await findLocalServer(admin.folder, target)
    if ('admin' in found) found.admin.close()
    return found
  } finally {
    await admin.stop()
  }
}

t.test('the server behind the socket is the target when it has the target’s port', async (t) => {
  const found = await find(ownStats(TARGET.port))
  t.match(found, { path: /admin\.sock$/, pid: process.pid })
})

t.test('a server with another port is not the target, nor one that does not say', async (t) => {
  t.match(await find(ownStats(7_800)), { whyNot: /listens on port 7800, not 7700$/ })
  t.match(await find({ pid: 1 }), { whyNot: /listens on some port, not 7700$/ })
})

t.test('a process that is not the one it claims to be is not measured', async (t) => {
  const stats = ownStats(TARGET.port)
  for (const other of [{ cpuMs: Number(stats['cpuMs']) + 60_000 }, { pid: 0x7fff_fffe }]) {
    const found = await find({ ...stats, ...other })
    t.ok('admin' in found && found.pid === undefined)
  }
})

t.test(
  'no folder, a dead socket, a file, a stranger: each is a reason, none an error',
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'teahouse-admin-'))
    t.teardown(() => rmSync(folder, { recursive: true }))
    t.match(await findLocalServer(join(folder, 'none'), TARGET), {
      whyNot: /^there is no server on/,
    })
    writeFileSync(join(folder, 'admin.sock'), '')
    t.match(await findLocalServer(folder, TARGET), { whyNot: /^there is no server on/ })
    t.match(await find('HTTP/1.1 400 Bad Request\r\n\r\n'), { whyNot: /is of no use: / })
    t.match(await find('{"type":"error","id":1,"code":"unknown_type","message":"?"}\n'), {
      whyNot: /is of no use: .*unknown_type/,
    })
  },
)

t.test('another machine has no socket here', async (t) => {
  const found = await findLocalServer('.', { host: '192.0.2.1', port: 7_700 })
  t.match(found, { whyNot: '192.0.2.1 is another machine' })
  t.ok(await isThisMachine('localhost'))
  t.notOk(await isThisMachine('no-such-machine.invalid'))
})
