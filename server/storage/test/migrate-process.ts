import { migrate } from '../migrate.ts'

/** Prints what it applied, or what it was told. */
const [url = '', folder = ''] = process.argv.slice(2)
try {
  console.info(JSON.stringify(await migrate(url, folder)))
} catch (error) {
  console.info(JSON.stringify({ error: String(error) }))
}
