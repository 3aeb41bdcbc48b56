import { parseLoadOptions, type RawLoadOptions } from '../../load-options.ts'
import { SILENT } from '../../progress/progress.ts'
import type { LoadResult } from '../../report/load-result.ts'
import { runLoad } from '../../run-load.ts'
import type { Transport } from '../../wire/transport.ts'
import { type Mischief, PretendServer } from './pretend-server.ts'

/** The servers here are in this process: what has not come by then does not come. */
const PATIENCE = { drainMs: 1_500, settleMs: 800 }

/** Does something to the server when it has heard so many messages: the load is then under way, however long its start took. */
export function after(sends: number, act: (server: PretendServer) => void) {
  return (server: PretendServer): void => {
    const timer = setInterval(() => {
      if ((server.heard.get('send') ?? 0) < sends) return
      clearInterval(timer)
      act(server)
    }, 5).unref()
  }
}

/** A short run against a server that misbehaves in one way; `during` may do something to it meanwhile. */
export async function runAgainst(
  mischief: Mischief,
  raw: RawLoadOptions = {},
  during: (server: PretendServer) => void = () => {},
): Promise<{ result: LoadResult; server: PretendServer }> {
  const server = await PretendServer.start(mischief, raw.transport as Transport | undefined)
  try {
    const pace = raw['total-rate'] || raw['in-flight'] ? {} : { rate: '20' }
    const options = parseLoadOptions(
      { users: '8', ...pace, duration: '800ms', 'warm-up': '0s', seed: '1', ...raw },
      `127.0.0.1:${server.port}`,
    )
    during(server)
    const { signal } = new AbortController()
    const { result } = await runLoad(options, SILENT, signal, { patience: PATIENCE })
    return { result, server }
  } finally {
    await server.stop()
  }
}
