import { get } from 'node:http'
import { LoadError } from '../load-error.ts'
import type { HttpOrder } from './http-order.ts'

const TIMEOUT_MS = 5_000

/**
 * Asks for every path once, so that a run is not thrown away in the end for a mistyped one.
 * @throws LoadError
 */
export async function checkPaths(paths: HttpOrder['paths']): Promise<void> {
  for (const { name, url } of paths) {
    const { host } = new URL(url)
    const status = await ask(url).catch((cause: NodeJS.ErrnoException) => {
      const why =
        cause.code === 'ECONNREFUSED'
          ? "the connection was refused. Is the server running, and is this its operator's port (--ops-host, --ops-port)?"
          : cause.message
      throw new LoadError(`nothing answers over HTTP at ${host}: ${why}`, { cause })
    })
    if (status < 200 || status > 299) {
      throw new LoadError(`${host} answers ${name} with ${status}: there is nothing to measure`)
    }
  }
}

/** Whether there is something to ask for. */
export async function answers(url: string): Promise<boolean> {
  const status = await ask(url).catch(() => 0)
  return status >= 200 && status <= 299
}

function ask(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get(url, { timeout: TIMEOUT_MS, agent: false }, (response) => {
      // Whole, as a scrape is.
      response.resume().on('end', () => resolve(response.statusCode ?? 0))
      response.on('error', reject)
    })
    request.on('timeout', () => request.destroy(new Error('no answer within 5 s')))
    request.on('error', reject)
  })
}
