import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import { workerFile } from '../../workers/worker-file.ts'
import type { Store } from '../store.ts'

export interface Call {
  id: number
  method: keyof Store
  args: unknown[]
}

export type Answer = { id: number } & (
  | { value: unknown }
  | { error: { name: string; message: string; code: unknown } }
)

/** A store in a process of its own, as another server that shares the database would have it. */
export async function openOtherServer(t: Test, url: string): Promise<Store> {
  const file = fileURLToPath(workerFile('other-server-process', import.meta.url))
  const process = fork(file, [url], { serialization: 'advanced' })
  t.teardown(() => process.kill('SIGKILL'))
  const waiting = new Map<number, (answer: Answer) => void>()
  process.on('message', (answer: Answer) => {
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  let calls = 0
  const call = async (method: keyof Store, args: unknown[]): Promise<unknown> => {
    const id = ++calls
    const answer = await new Promise<Answer>((resolve, reject) => {
      waiting.set(id, resolve)
      process.send({ id, method, args } satisfies Call, (error) => error && reject(error))
    })
    if ('error' in answer) throw Object.assign(new Error(), answer.error)
    return answer.value
  }
  const store = new Proxy({} as Store, {
    // Not a thenable, or it could not be the value of a promise.
    get: (_, method: keyof Store | 'then') =>
      method === 'then' ? undefined : (...args: unknown[]) => call(method, args),
  })
  await store.ping()
  return store
}
