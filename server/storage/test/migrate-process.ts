import { migrate } from '../migrate.ts'

/** Prints what it applied. */
const [url = '', folder = ''] = process.argv.slice(2)
process.stdout.write(JSON.stringify(await migrate(url, folder)))
