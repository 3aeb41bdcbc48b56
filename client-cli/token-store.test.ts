import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { temporaryFolder } from '../test/support/temporary-folder.ts'
import { TokenStore } from './token-store.ts'

const SERVER = { host: 'tea.local', port: 7700 }
const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8)

t.test('tokens are found again by server and user, and the last user by server', async (t) => {
  const folder = join(temporaryFolder(t), 'deep', 'teahouse')
  const store = new TokenStore(folder, SERVER)
  t.equal(await store.token('li'), undefined)
  t.equal(await store.lastUser(), undefined)
  await store.save('li', 'token of li')
  await store.save('韩梅梅', 'token of han')
  t.equal(await store.token('LI'), 'token of li', 'names are compared folded')
  t.equal(await store.token('韩梅梅'), 'token of han')
  t.equal(await store.lastUser(), '韩梅梅')
  const elsewhere = new TokenStore(folder, { host: 'tea.local', port: 7701 })
  t.equal(await elsewhere.token('li'), undefined)
  t.equal(await elsewhere.lastUser(), undefined)
})

t.test('nobody else can read them: files 0600 in a folder 0700', async (t) => {
  const folder = join(temporaryFolder(t), 'teahouse')
  mkdirSync(folder, { mode: 0o755 })
  chmodSync(folder, 0o755)
  const store = new TokenStore(folder, SERVER)
  await store.save('li', 'secret')
  t.equal(mode(folder), '700')
  const files = readdirSync(folder)
  t.equal(files.length, 2, 'a token and the last user, and no temporary file')
  for (const file of files) t.equal(mode(join(folder, file)), '600')
  for (const file of files) t.notMatch(file, /li\b/)
})

t.test('a token that is forgotten is gone, and so is who it was', async (t) => {
  const folder = temporaryFolder(t)
  const store = new TokenStore(folder, SERVER)
  await store.save('li', 'secret')
  await store.forget('li')
  await store.forget('li')
  t.equal(await store.token('li'), undefined)
  t.equal(await store.lastUser(), undefined)
  t.same(readdirSync(folder), [])
})

t.test('a damaged file is as good as none', async (t) => {
  const folder = temporaryFolder(t)
  const store = new TokenStore(folder, SERVER)
  await store.save('li', 'secret')
  for (const file of readdirSync(folder)) writeFileSync(join(folder, file), '{"token":7,"user":')
  t.equal(await store.token('li'), undefined)
  t.equal(await store.lastUser(), undefined)
})

t.test('a folder that cannot be made is an error with its reason', async (t) => {
  const file = join(temporaryFolder(t), 'file')
  writeFileSync(file, '')
  await t.rejects(new TokenStore(join(file, 'teahouse'), SERVER).save('li', 'x'), {
    code: 'ENOTDIR',
  })
})
