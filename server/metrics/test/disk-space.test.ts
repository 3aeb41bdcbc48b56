import { rmSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { DiskSpace } from '../disk-space.ts'

t.test('it reads what the system says of the disk', async (t) => {
  const folder = temporaryFolder(t)
  const disk = new DiskSpace(folder)
  while (disk.read() === undefined) await new Promise(setImmediate)
  const { blocks, bsize } = await statfs(folder)
  const { freeBytes = 0, sizeBytes = 0 } = disk.read() ?? {}
  t.equal(sizeBytes, blocks * bsize)
  t.ok(freeBytes > 0 && freeBytes <= sizeBytes)
})

t.test('where there is nothing to read it says nothing, and not what once was', async (t) => {
  const folder = join(temporaryFolder(t))
  const disk = new DiskSpace(folder)
  while (disk.read() === undefined) await new Promise(setImmediate)
  rmSync(folder, { recursive: true })
  while (disk.read() !== undefined) await new Promise(setImmediate)
  t.equal(disk.read(), undefined)
})
