import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { readPasswordFile, readTokenFile, writeTokenFile } from './token-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'teahouse-load-'))
t.teardown(() => rmSync(folder, { recursive: true }))

function file(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const line = (user: string) => JSON.stringify({ user, token: `t-${user}`, more: 1 })

t.test('as many accounts as are wanted, in their order', async (t) => {
  const path = file('good', `${line('li')}\n${line('han')}\n\n${line('tom')}\n`)
  t.strictSame(await readTokenFile(path, 2), [
    { user: 'li', token: 't-li' },
    { user: 'han', token: 't-han' },
  ])
  t.equal((await readTokenFile(path, 3)).length, 3)
})

t.test('too few accounts, a wrong line, a repeated name: said with the line', async (t) => {
  const path = file('few', `${line('li')}\n`)
  await t.rejects(readTokenFile(path, 2), /has 1 accounts, and this run wants 2/)
  for (const bad of ['hello', '[]', 'null', '{"user":"li"}', '{"user":1,"token":"x"}', '\u0000']) {
    const wrong = file('wrong', `${line('li')}\n${bad}\n`)
    await t.rejects(readTokenFile(wrong, 2), {
      name: 'LoadError',
      message: /line 2 of .*right file/,
    })
  }
  const twice = file('twice', `${line('li')}\n${line('li')}\n`)
  await t.rejects(readTokenFile(twice, 2), /line 2 .* repeats li/)
  await t.rejects(readTokenFile(join(folder, 'none'), 2), /cannot read .*none: ENOENT/)
})

t.test('what is written is read again, and only the owner can', async (t) => {
  const path = join(folder, 'written')
  const accounts = [{ user: '韩梅梅', token: 'x"y', password: 'secret' }]
  await writeTokenFile(path, accounts)
  t.strictSame(await readTokenFile(path, 1), [{ user: '韩梅梅', token: 'x"y' }])
  t.equal(statSync(path).mode & 0o777, 0o600)
  await t.rejects(
    writeTokenFile(join(folder, 'no', 'where'), accounts),
    /--save-tokens: cannot write/,
  )
})

t.test('a password is the first line of its file', async (t) => {
  t.equal(await readPasswordFile(file('password', 'correct horse\r\nmore\n')), 'correct horse')
  await t.rejects(readPasswordFile(file('empty', '\n')), /is empty/)
  await t.rejects(readPasswordFile(folder), /cannot read/)
})
