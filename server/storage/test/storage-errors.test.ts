import t from 'tap'
import { DuplicateKey } from '../driver.ts'
import { Deadlock, translateMysqlError } from '../mysql-errors.ts'
import { translateSqliteError } from '../sqlite-errors.ts'
import { StorageUnavailable } from '../storage-unavailable.ts'

const error = (fields: object) => Object.assign(new Error('the words of the driver'), fields)

t.test('what SQLite says', async (t) => {
  const cases: [string, unknown][] = [
    ['SQLITE_BUSY', StorageUnavailable],
    ['SQLITE_BUSY_SNAPSHOT', StorageUnavailable],
    ['SQLITE_FULL', StorageUnavailable],
    ['SQLITE_IOERR_FSYNC', StorageUnavailable],
    ['SQLITE_CANTOPEN', StorageUnavailable],
    ['SQLITE_READONLY_DBMOVED', StorageUnavailable],
    ['SQLITE_CONSTRAINT_UNIQUE', DuplicateKey],
    ['SQLITE_CONSTRAINT_PRIMARYKEY', DuplicateKey],
    ['SQLITE_CONSTRAINT_NOTNULL', Error],
    ['SQLITE_CONSTRAINT_FOREIGNKEY', Error],
    ['SQLITE_FULLER', Error],
    ['SQLITE_CORRUPT', Error],
    ['SQLITE_ERROR', Error],
  ]
  for (const [code, expected] of cases) {
    const cause = error({ code })
    const translated = translateSqliteError(cause) as Error
    t.equal(translated.constructor, expected, code)
    t.equal(expected === Error ? translated : translated.cause, cause)
  }
})

t.test('what MySQL, mysql2 and the network say', async (t) => {
  const cases: [object, unknown][] = [
    [{ errno: 1062, code: 'ER_DUP_ENTRY' }, DuplicateKey],
    [{ errno: 1213, code: 'ER_LOCK_DEADLOCK' }, Deadlock],
    [{ errno: 1205, code: 'ER_LOCK_WAIT_TIMEOUT' }, StorageUnavailable],
    [{ errno: 1040, code: 'ER_CON_COUNT_ERROR' }, StorageUnavailable],
    [{ errno: 1053, code: 'ER_SERVER_SHUTDOWN' }, StorageUnavailable],
    [{ errno: 1290, code: 'ER_OPTION_PREVENTS_STATEMENT' }, StorageUnavailable],
    [{ errno: 1114, code: 'ER_RECORD_FILE_FULL' }, StorageUnavailable],
    [{ errno: 1927, code: 'ER_CONNECTION_KILLED' }, StorageUnavailable],
    [{ errno: -111, code: 'ECONNREFUSED' }, StorageUnavailable],
    [{ errno: -3001, code: 'EAI_AGAIN' }, StorageUnavailable],
    [{ code: 'ECONNRESET', fatal: true }, StorageUnavailable],
    [{ code: 'ETIMEDOUT' }, StorageUnavailable],
    [{ code: 'PROTOCOL_CONNECTION_LOST' }, StorageUnavailable],
    [{ code: 'PROTOCOL_SEQUENCE_TIMEOUT' }, StorageUnavailable],
    [{ fatal: true }, StorageUnavailable],
    [{ code: 'ERR_STREAM_DESTROYED', fatal: true }, StorageUnavailable],
    [{ errno: 1064, code: 'ER_PARSE_ERROR' }, Error],
    [{ errno: 1146, code: 'ER_NO_SUCH_TABLE' }, Error],
    [{ errno: 1406, code: 'ER_DATA_TOO_LONG' }, Error],
    [{ errno: 1452, code: 'ER_NO_REFERENCED_ROW_2' }, Error],
    [{ code: 'ER_SOMETHING_NEW' }, Error],
    [{ code: 'ERR_INVALID_ARG_TYPE' }, Error],
    [{}, Error],
  ]
  for (const [fields, expected] of cases) {
    const cause = error(fields)
    const translated = translateMysqlError(cause) as Error
    t.equal(translated.constructor, expected, JSON.stringify(fields))
    t.equal(expected === Error ? translated : translated.cause, cause)
  }
})

t.test('the statement does not go with the error: it holds what people write', async (t) => {
  const cause = error({ errno: 1064, sql: "INSERT INTO messages VALUES ('secret')" })
  t.notMatch(JSON.stringify({ ...(translateMysqlError(cause) as object) }), /secret/)
})

t.test('what is no error of a database stays what it is', async (t) => {
  for (const each of [new TypeError('x'), 'text', undefined, null]) {
    t.equal(translateMysqlError(each), each)
    t.equal(translateSqliteError(each), each)
  }
})
