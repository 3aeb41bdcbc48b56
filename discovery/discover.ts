import { cellsOf } from '../terminal/cells.ts'
import { browse } from './browse.ts'
import { addressOf, type FoundServer } from './found-server.ts'

export interface DiscoverOptions {
  readonly timeoutMs: number
  /** One object a line instead of a table. */
  readonly json: boolean
}

interface Streams {
  readonly output: NodeJS.WritableStream
  readonly errorOutput: NodeJS.WritableStream
}

const TITLES = ['name', 'address', 'version', 'tls', 'key']

/** Lists the servers that announce themselves. Resolves with the exit code: 1 when there is none. */
export async function discover(options: DiscoverOptions, streams: Streams): Promise<number> {
  const complain = (sentence: string): void => {
    streams.errorOutput.write(`teahouse discover: ${sentence}\n`)
  }
  try {
    const { servers, isCut } = await browse(options.timeoutMs)
    if (servers.length === 0) {
      complain('no server announces itself on this network; a typed host:port works all the same')
      return 1
    }
    streams.output.write(options.json ? jsonLines(servers) : table(servers))
    if (isCut) complain('there are more than are shown')
    return 0
  } catch (error) {
    complain(`this network cannot be listened to: ${(error as Error).message}`)
    return 1
  }
}

const jsonLines = (servers: readonly FoundServer[]): string =>
  servers.map((server) => `${JSON.stringify(server)}\n`).join('')

function table(servers: readonly FoundServer[]): string {
  const rows = servers.map((server) => [
    server.name,
    addressOf(server),
    versionOf(server),
    server.tls ?? '–',
    server.fingerprint ?? '–',
  ])
  const all = [TITLES, ...rows]
  const widths = TITLES.map((_, column) =>
    Math.max(...all.map((row) => cellsOf(row[column] ?? ''))),
  )
  const padded = (cell: string, column: number): string =>
    cell + ' '.repeat((widths[column] ?? 0) - cellsOf(cell))
  return all.map((row) => `${row.map(padded).join('  ').trimEnd()}\n`).join('')
}

function versionOf({ version, protocol }: FoundServer): string {
  if (protocol === undefined || protocol === 1) return version ?? '–'
  return `${version ?? '–'} (protocol ${protocol})`
}
