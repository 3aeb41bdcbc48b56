import t from 'tap'
import { StorageConfigError } from '../storage-config-error.ts'
import { parseStorageUrl } from '../storage-url.ts'

t.test('files are named as they are', async (t) => {
  const cases: [string, string][] = [
    ['sqlite:/var/lib/teahouse/teahouse.db', '/var/lib/teahouse/teahouse.db'],
    ['sqlite:data/teahouse.db', 'data/teahouse.db'],
    ['sqlite:///srv/a b%20c#?.db', '/srv/a b%20c#?.db'],
  ]
  for (const [url, file] of cases) t.strictSame(parseStorageUrl(url), { dialect: 'sqlite', file })
})

t.test('every part of a server’s url is unescaped', async (t) => {
  t.strictSame(parseStorageUrl('mysql://li%40home:p%40%3A%2F%25@db.local:3307/%E8%8C%B6'), {
    dialect: 'mysql',
    ...{ host: 'db.local', port: 3307, user: 'li@home', password: 'p@:/%', database: '茶' },
  })
  t.match(parseStorageUrl('mysql://li@[::1]/tea'), { host: '::1', port: 3306, password: '' })
  t.match(parseStorageUrl('mariadb://li@h/tea'), { dialect: 'mysql', host: 'h' })
})

t.test('anything else is refused, and the password is not repeated', async (t) => {
  const wrong = [
    '',
    'teahouse.db',
    'postgres://li:hunter2@h/tea',
    'sqlite:',
    'sqlite::memory:',
    'sqlite://host/file.db',
    'mysql:',
    'mysql://',
    'mysql://li:hunter2@h',
    'mysql://li:hunter2@h/',
    'mysql://li:hunter2@h:99999/tea',
    'mysql://li:hunter2@h/tea/cup',
    'mysql://li:hunter2@h/tea?ssl=true',
    'mysql://li:hunter2@h/tea#x',
    'mysql://li:hunter2%zz@h/tea',
    'mysql://li:hunter2/@h/tea',
    'mysql://:hunter2@h/tea',
    `mysql://li:hunter2@h/${'x'.repeat(65)}`,
  ]
  for (const url of wrong) {
    try {
      parseStorageUrl(url)
      t.fail(`${url} was taken`)
    } catch (error) {
      t.ok(error instanceof StorageConfigError, url)
      t.match((error as Error).message, /^[A-Z].*\.$/, 'a sentence')
      t.notMatch(`${error} ${(error as Error).cause} ${JSON.stringify(error)}`, /hunter2/)
    }
  }
})
