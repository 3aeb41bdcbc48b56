import { userInfo } from 'node:os'
import { Command, CommanderError } from 'commander'
import { admin as runAdmin } from '../dashboards/admin/admin.ts'
import { HTTP_OPTIONS, type HttpOption } from '../loadtest/http/http-option-table.ts'
import { parseHttpOptions } from '../loadtest/http/http-options.ts'
import { LoadError } from '../loadtest/load-error.ts'
import { LOAD_OPTIONS, type LoadOption } from '../loadtest/load-option-table.ts'
import { parseLoadOptions } from '../loadtest/load-options.ts'
import { ConfigError, parseServerConfig, type ServeSettings } from '../server/config.ts'
import { version } from '../server/package-root.ts'
import { ADMIN_COMMANDS, type AdminCommandRow, passwordToTell } from './admin-commands.ts'
import { reachOptions } from './admin-options.ts'
import {
  CHAT_OPTIONS,
  type ChatOption,
  DEFAULT_ADDRESS,
  parseChatOptions,
  UsageError,
} from './chat-options.ts'
import { withServer } from './chat-server.ts'
import { CONSOLE_OPTIONS, type ConsoleOption, parseConsoleOptions } from './console-options.ts'
import { DISCOVER_OPTIONS, type DiscoverOption, parseDiscoverOptions } from './discover-options.ts'
import {
  chooseValues,
  commanderOptions,
  type Environment,
  environmentName,
  type OptionTable,
  unknownVariables,
} from './option-table.ts'
import { SERVE_OPTIONS } from './serve-options.ts'

/** Exit codes by sysexits.h, which supervisors know: a usage or configuration error will not go away by starting again. */
export const EXIT = { ok: 0, usage: 64, software: 70, config: 78 } as const

/** Every table, so that a variable meant for one command is not reported by another. */
export const OPTION_TABLES: Readonly<Record<string, OptionTable>> = {
  serve: SERVE_OPTIONS,
  chat: CHAT_OPTIONS,
  discover: DISCOVER_OPTIONS,
  console: CONSOLE_OPTIONS,
  load: LOAD_OPTIONS,
  'load http': HTTP_OPTIONS,
  ...Object.fromEntries(
    Object.entries(ADMIN_COMMANDS).map(([name, { options }]) => [`admin ${name}`, options]),
  ),
}

export interface Terminal {
  readonly environment: Environment
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
  readonly errorOutput: NodeJS.WriteStream
}

/** The one place where the process's own environment is read. */
const OWN_TERMINAL: Terminal = {
  environment: process.env,
  input: process.stdin,
  output: process.stdout,
  errorOutput: process.stderr,
}

/** Runs one command line. Resolves with the exit code, and never rejects: what goes wrong is a line on the error output. */
export async function main(argv: string[], terminal: Terminal = OWN_TERMINAL): Promise<number> {
  let exitCode: number = EXIT.ok
  const program = createProgram(terminal, (code) => {
    exitCode = code
  })
  const say = (line: string): void => {
    terminal.errorOutput.write(`teahouse: ${line}\n`)
  }
  for (const name of unknownVariables(Object.values(OPTION_TABLES), terminal.environment)) {
    say(`${name} is set, but no option reads it`)
  }
  try {
    await program.parseAsync(argv, { from: 'user' })
    return exitCode
  } catch (error) {
    return explain(error, say)
  }
}

function createProgram(terminal: Terminal, finish: (exitCode: number) => void): Command {
  const program = new Command('teahouse')
    .description('Teahouse (茶馆): chat for a local network')
    .version(version)
    .exitOverride()
    // Else `load` would take the options behind `load http` for its own.
    .enablePositionalOptions()
    .configureOutput({
      writeOut: (text) => terminal.output.write(text),
      writeErr: (text) => terminal.errorOutput.write(text),
      getOutHelpWidth: () => terminal.output.columns ?? 100,
    })

  addServe(program, terminal)
  addChat(program, terminal, finish)
  addDiscover(program, terminal, finish)
  addConsole(program, terminal, finish)
  addLoad(program, terminal, finish)
  addAdmin(program, terminal, finish)
  return program
}

type Finish = (exitCode: number) => void

// Each program is imported when it is asked for, so that the client need not load a database.

function addServe(program: Command, terminal: Terminal): void {
  const serve = program
    .command('serve')
    .description('run the server until SIGINT or SIGTERM; the second one ends it at once')
    .action(async (flags) => {
      const raw = chooseValues(SERVE_OPTIONS, flags, terminal.environment)
      // What has no default in the table need not be set.
      const config = parseServerConfig(raw as ServeSettings)
      const { serve: run } = await import('../server/main.ts')
      await run(config)
    })
  for (const option of commanderOptions(SERVE_OPTIONS)) serve.addOption(option)
}

function addChat(program: Command, terminal: Terminal, finish: Finish): void {
  const chat = program
    .command('chat')
    .description('talk to people')
    .argument(
      '[address]',
      `the server, as host:port; without it ${DEFAULT_ADDRESS}, or what announces itself on the network`,
    )
    .action(async (address: string | undefined, flags) => {
      const { environment } = terminal
      const raw = chooseValues<ChatOption>(CHAT_OPTIONS, flags, environment)
      const parsed = parseChatOptions(address ?? DEFAULT_ADDRESS, raw, environment, terminal)
      const options = await withServer(parsed, address)
      if (typeof options === 'number') return finish(options)
      const { chat: run } = await import('../client-cli/main.ts')
      finish(await run(options))
    })
  for (const option of commanderOptions(CHAT_OPTIONS)) chat.addOption(option)
}

function addDiscover(program: Command, terminal: Terminal, finish: Finish): void {
  const command = program
    .command('discover')
    .description('the servers that announce themselves on the local network')
    .action(async (flags) => {
      const raw = chooseValues<DiscoverOption>(DISCOVER_OPTIONS, flags, terminal.environment)
      const options = parseDiscoverOptions(raw)
      const { discover: run } = await import('../discovery/discover.ts')
      finish(await run(options, terminal))
    })
  for (const option of commanderOptions(DISCOVER_OPTIONS)) command.addOption(option)
}

function addConsole(program: Command, terminal: Terminal, finish: Finish): void {
  const command = program
    .command('console')
    .description(
      "the operator's full screen: how the server is, who is there, and what to do about it",
    )
    .action(async (flags) => {
      const { environment } = terminal
      const raw = chooseValues<ConsoleOption>(CONSOLE_OPTIONS, flags, environment)
      const { language, ...options } = parseConsoleOptions(raw, environment)
      const { speak } = await import('../dashboards/console/texts.ts')
      speak(language)
      const { runConsole } = await import('../dashboards/console/console.ts')
      finish(await runConsole({ ...options, ...terminal, operator: operatorName(environment) }))
    })
  for (const option of commanderOptions(CONSOLE_OPTIONS)) command.addOption(option)
}

function addLoad(program: Command, terminal: Terminal, finish: Finish): void {
  const load = program
    .command('load')
    .description('load a server with users who chat, and check that nothing is lost')
    .argument('[address]', 'the server, as host:port', DEFAULT_ADDRESS)
    .action(async (address: string, flags) => {
      const raw = chooseValues<LoadOption>(LOAD_OPTIONS, flags, terminal.environment)
      const { load: run } = await import('../loadtest/main.ts')
      finish(await run(parseLoadOptions(raw, address), terminal))
    })
  for (const option of commanderOptions(LOAD_OPTIONS)) load.addOption(option)

  const http = load
    .command('http')
    .description("what it costs those who chat when somebody asks the operator's port")
    .argument('[address]', 'the server, as host:port', DEFAULT_ADDRESS)
    .action(async (address: string, flags) => {
      if (Object.keys(load.opts()).length > 0) {
        throw new UsageError(['the options of "load http" stand behind "http"'])
      }
      const raw = chooseValues<HttpOption>(HTTP_OPTIONS, flags, terminal.environment)
      const { loadHttp } = await import('../loadtest/http/main.ts')
      finish(await loadHttp(parseHttpOptions(raw, address), terminal))
    })
  for (const option of commanderOptions(HTTP_OPTIONS)) http.addOption(option)
}

function addAdmin(program: Command, terminal: Terminal, finish: Finish): void {
  const admin = program.command('admin').description('what an operator can do, for scripts')
  const users = admin.command('users').description('accounts')
  for (const [name, row] of Object.entries(ADMIN_COMMANDS)) {
    const [first = '', second] = name.split(' ')
    const words = second === undefined ? first : second
    addAdminCommand((second === undefined ? admin : users).command(words), row, terminal, finish)
  }
}

function addAdminCommand(
  command: Command,
  row: AdminCommandRow,
  terminal: Terminal,
  finish: Finish,
): void {
  command.description(row.help)
  if (row.arguments !== undefined) command.argument(row.arguments)
  for (const option of commanderOptions(row.options)) command.addOption(option)
  command.action(async () => {
    const raw = chooseValues(row.options, command.opts(), terminal.environment)
    const task = row.task(raw, command.args)
    const operator = operatorName(terminal.environment)
    const exitCode = await runAdmin(task, { ...reachOptions(raw), ...terminal, operator })
    const password = exitCode === EXIT.ok ? passwordToTell(task, raw) : undefined
    if (password !== undefined) terminal.errorOutput.write(`password: ${password}\n`)
    finish(exitCode)
  })
}

/** Who sits there: with sudo the one who typed it, not root. */
function operatorName(environment: Environment): string {
  try {
    return environment['SUDO_USER'] || userInfo().username
  } catch {
    // A user id without a name, as in some containers.
    return String(process.getuid?.() ?? 'unknown')
  }
}

/** One line per problem, no stack trace, and the exit code. */
function explain(error: unknown, say: (line: string) => void): number {
  if (error instanceof CommanderError) {
    // Commander has said it, in a sentence and with a suggestion.
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage
  }
  if (error instanceof UsageError) {
    error.problems.forEach(say)
    return EXIT.usage
  }
  if (error instanceof LoadError) {
    error.message.split('\n').forEach(say)
    return error.exitCode
  }
  if (error instanceof ConfigError) {
    for (const { option, message } of error.problems) {
      say(`--${option} (${environmentName(option)}): ${message}`)
    }
    return EXIT.config
  }
  say(error instanceof Error ? error.message : String(error))
  return EXIT.software
}
