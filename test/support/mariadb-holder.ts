import { startMariaDb } from './mariadb.ts'

/** Starts a MariaDB, says where it is, and forgets about it. */
const { pid, folder } = await startMariaDb()
process.stdout.write(`${JSON.stringify({ pid, folder })}\n`)
setInterval(() => {}, 60_000)
