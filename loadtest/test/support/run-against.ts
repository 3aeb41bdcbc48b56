import { parseLoadOptions, type RawLoadOptions } from '../../load-options.ts'
import { SILENT } from '../../progress/progress.ts'
import type { LoadResult } from '../../report/load-result.ts'
import { runLoad } from '../../run-load.ts'
import { type Mischief, PretendServer } from './pretend-server.ts'

/** A short run against a server that misbehaves in one way; `during` may do something to it meanwhile. */
export async function runAgainst(
  mischief: Mischief,
  raw: RawLoadOptions = {},
  during: (server: PretendServer) => void = () => {},
): Promise<{ result: LoadResult; server: PretendServer }> {
  const server = await PretendServer.start(mischief)
  try {
    const options = parseLoadOptions(
      { users: '8', rate: '20', duration: '800ms', 'warm-up': '0s', seed: '1', ...raw },
      `127.0.0.1:${server.port}`,
    )
    during(server)
    const result = await runLoad(options, SILENT, new AbortController().signal)
    return { result, server }
  } finally {
    await server.stop()
  }
}
