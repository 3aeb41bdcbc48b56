import { createInterface } from 'node:readline'
import { answers } from './answers.ts'
import { browse } from './browse.ts'
import { CHOICE_TEXTS, type ChoiceText } from './choice-texts.ts'
import { addressOf, type FoundServer } from './found-server.ts'

const LOCAL_ANSWER_MS = 500
const BROWSE_MS = 1_500
/** As many as fit on a small screen. */
const MAX_OFFERED = 9
/** `EX_UNAVAILABLE`, as for a server that cannot be reached. */
const EXIT_UNREACHABLE = 69

export interface ChoiceOptions {
  /** Where a server of this machine would be; taken too when nothing is found. */
  readonly host: string
  readonly port: number
  /** For scripts: nothing is asked. */
  readonly plain: boolean
  readonly lang: 'en' | 'zh'
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
  readonly errorOutput: NodeJS.WritableStream
}

export interface Place {
  readonly host: string
  readonly port: number
}

/** The server for somebody who named none: this machine's, or what is found on the network and agreed to; else the exit code. */
export async function chooseServer(
  options: ChoiceOptions,
  browseMs: number = BROWSE_MS,
): Promise<Place | number> {
  const { host, port, plain, input, output } = options
  const here = { host, port }
  // Without a terminal the client has nothing to do but say so.
  if (!plain && !(input.isTTY && output.isTTY)) return here
  if (await answers(host, port, LOCAL_ANSWER_MS)) return here
  const say = sayerOf(options)
  if (!plain) output.write(`${say('looking')}\n`)
  // Where multicast is not to be had there is nothing to offer, and the client says that nobody answers.
  const { servers } = await browse(browseMs).catch(() => ({ servers: [] }))
  const offered = servers.slice(0, MAX_OFFERED)
  if (offered.length === 0) return here
  if (plain) {
    const list = offered.map((server) => say('place', placeOf(server))).join(say('separator'))
    options.errorOutput.write(`teahouse chat: ${say('plainFound', { list })}\n`)
    return EXIT_UNREACHABLE
  }
  const chosen = await ask(offered, say, options)
  if (chosen !== undefined) return { host: chosen.addresses[0] ?? '', port: chosen.port }
  output.write(`${say('refused')}\n`)
  return 1
}

type Say = (text: ChoiceText, values?: Readonly<Record<string, string>>) => string

const sayerOf =
  ({ lang }: ChoiceOptions): Say =>
  (text, values = {}) =>
    CHOICE_TEXTS[text][lang].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')

const placeOf = (server: FoundServer): Record<string, string> => ({
  name: server.name,
  address: addressOf(server),
})

async function ask(
  offered: readonly FoundServer[],
  say: Say,
  options: ChoiceOptions,
): Promise<FoundServer | undefined> {
  const [first] = offered
  if (first === undefined) return undefined
  if (offered.length === 1) {
    for (;;) {
      const typed = await askLine(say('offer', placeOf(first)), options)
      if (typed === undefined || /^(n|no|否|不)$/i.test(typed)) return undefined
      if (/^(y|yes|是|好)?$/i.test(typed)) return first
    }
  }
  offered.forEach((server, index) => {
    const number = String(index + 1)
    options.output.write(`  ${say('numbered', { number, ...placeOf(server) })}\n`)
  })
  for (;;) {
    const typed = await askLine(say('which', { count: String(offered.length) }), options)
    if (typed === undefined || typed === '') return undefined
    const chosen = /^\d$/.test(typed) ? offered[Number(typed) - 1] : undefined
    if (chosen !== undefined) return chosen
  }
}

/** Undefined: Ctrl-C or Ctrl-D. */
function askLine(question: string, { input, output }: ChoiceOptions): Promise<string | undefined> {
  return new Promise((resolve) => {
    const lines = createInterface({ input, output })
    lines.once('close', () => {
      resolve(undefined)
    })
    lines.once('SIGINT', () => {
      output.write('\n')
      lines.close()
    })
    lines.question(question, (typed) => {
      resolve(typed.trim())
      lines.close()
    })
  })
}
