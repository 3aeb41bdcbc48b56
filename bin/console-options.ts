import type { ConsoleOptions } from '../dashboards/console/console-options.ts'
import type { Language } from '../dashboards/console/texts.ts'
import { reachOptions } from './admin-options.ts'
import { UsageError } from './chat-options.ts'
import { chooseLanguage, LANGUAGE_OPTION, wrongLanguage } from './language.ts'
import type { Environment, OptionTable } from './option-table.ts'

const METRICS_PATH = '/metrics'

export type ConsoleOption = 'data' | 'socket' | 'metrics' | 'lang'

/** What `teahouse console` takes. */
export const CONSOLE_OPTIONS: OptionTable<ConsoleOption> = {
  data: {
    value: 'folder',
    default: './data',
    help: "the server's data folder, which holds its admin socket",
  },
  socket: { value: 'file', help: 'the admin socket itself, instead of --data' },
  metrics: {
    value: 'url',
    help: "only look, from any machine, at a server's metrics: http://host:7701",
  },
  lang: LANGUAGE_OPTION,
}

type Chosen = Pick<ConsoleOptions, 'server' | 'terminalName' | 'hasColours'> & {
  language: Language
}

/** @throws UsageError with all that is wrong */
export function parseConsoleOptions(
  raw: Partial<Record<ConsoleOption, string>>,
  environment: Environment,
): Chosen {
  const { metrics, socket } = raw
  if (metrics !== undefined && socket !== undefined) {
    throw new UsageError(['take either --socket or --metrics'])
  }
  const language = chooseLanguage(raw.lang ?? 'auto', environment)
  if (language === undefined) throw new UsageError([wrongLanguage(raw.lang)])
  return {
    language,
    server:
      metrics === undefined
        ? { socket: reachOptions(raw).socket }
        : { metrics: metricsUrl(metrics) },
    terminalName: environment['TERM'],
    // As https://no-color.org has it: set, and to anything.
    hasColours: !environment['NO_COLOR'],
  }
}

/** @throws UsageError */
function metricsUrl(text: string): URL {
  const wrong = new UsageError(['--metrics must be an address such as http://host:7701'])
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) throw wrong
  const url = new URL(text)
  if (url.pathname === '/') url.pathname = METRICS_PATH
  return url
}
