import { StorageConfigError } from './storage-config-error.ts'

export interface SqlitePlace {
  dialect: 'sqlite'
  file: string
}

export interface MysqlPlace {
  dialect: 'mysql'
  host: string
  port: number
  user: string
  password: string
  database: string
}

export type StoragePlace = SqlitePlace | MysqlPlace

const FORMS = 'sqlite:/path/to/file.db or mysql://user:password@host:port/database'

/**
 * Where a database url points to.
 * @throws StorageConfigError, whose message never repeats the url: there may be a password in it
 */
export function parseStorageUrl(url: string): StoragePlace {
  if (url.startsWith('sqlite:')) return parseSqlite(url.slice('sqlite:'.length))
  if (url.startsWith('mysql:') || url.startsWith('mariadb:')) return parseMysql(url)
  throw new StorageConfigError(`The database url must be ${FORMS}.`)
}

function parseSqlite(path: string): SqlitePlace {
  const file = path.startsWith('///') ? path.slice(2) : path
  if (file === '' || file.startsWith('//')) {
    throw new StorageConfigError(
      'The database url names no file: it must be sqlite:/path/to/file.db.',
    )
  }
  if (file === ':memory:') {
    throw new StorageConfigError('A database in memory would forget every message: name a file.')
  }
  return { dialect: 'sqlite', file }
}

function parseMysql(url: string): MysqlPlace {
  // Not every URL error may be a cause: Node's carries the whole input.
  if (!URL.canParse(url)) {
    throw new StorageConfigError(
      `The database url cannot be read: it must be ${FORMS}, with @ : / ? # and % in the password escaped (%40 for @).`,
    )
  }
  const { hostname, port, username, password, pathname, search, hash } = new URL(url)
  if (search !== '' || hash !== '') {
    throw new StorageConfigError(
      'The database url has a ? or # part, which nothing reads; in a password write %3F and %23.',
    )
  }
  const database = decode(pathname.slice(1), 'database')
  // 64 is the longest name that the servers take; a slash is almost surely a password that was not escaped.
  if (!/^[^/\0]{1,64}$/u.test(database)) {
    throw new StorageConfigError(
      'The database url must end in the name of one database: mysql://user:password@host:port/database.',
    )
  }
  if (hostname === '' || username === '') {
    throw new StorageConfigError(
      'The database url needs a user and a host: mysql://user:password@host:port/database.',
    )
  }
  return {
    dialect: 'mysql',
    // The brackets of an IPv6 address belong to the url, not to the host.
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? 3306 : Number(port),
    user: decode(username, 'user'),
    password: decode(password, 'password'),
    database,
  }
}

function decode(part: string, what: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // The cause would carry the password.
    throw new StorageConfigError(
      `The ${what} in the database url has a % that escapes nothing: write %25.`,
    )
  }
}
