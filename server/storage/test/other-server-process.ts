import { openStore } from '../open-store.ts'
import type { Answer, Call } from './other-server.ts'

const [url = ''] = process.argv.slice(2)
const store = openStore({ url, mode: 'read-write' })

async function answer({ id, method, args }: Call): Promise<Answer> {
  try {
    const run = (await store)[method] as (...args: unknown[]) => Promise<unknown>
    return { id, value: await run(...args) }
  } catch (error) {
    const { name, message, code } = error as Error & { code?: unknown }
    return { id, error: { name, message, code } }
  }
}

process.on('message', async (call: Call) => {
  process.send?.(await answer(call))
})
process.once('disconnect', () => process.exit())
