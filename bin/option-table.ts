import { Option } from 'commander'

/**
 * One row per option. Everything that is said about an option comes from its row: parsing, the default, the environment
 * variable, `--help`, and the table in the README.
 */
export type OptionTable<Name extends string = string> = Readonly<Record<Name, OptionRow>>

export interface OptionRow {
  /** What stands for the value in `--help`. Absent: the option is a switch. */
  readonly value?: string
  /** As one would type it. Absent: there is none. */
  readonly default?: string
  readonly help: string
  /** May be given several times; the values reach the parser, and stand in the variable, with spaces between them. */
  readonly repeats?: true
}

export type Environment = Readonly<Record<string, string | undefined>>

const PREFIX = 'TEAHOUSE_'

/** `ops-port` is `TEAHOUSE_OPS_PORT`. */
export const environmentName = (option: string): string =>
  PREFIX + option.toUpperCase().replaceAll('-', '_')

/** The rows as commander wants them. Defaults are not left to it: they come after the environment, which it would read by itself. */
export function commanderOptions(table: OptionTable): Option[] {
  return Object.entries(table).map(([name, row]) => {
    const notes = [`env: ${environmentName(name)}`]
    if (row.default !== undefined) notes.unshift(`default: ${row.default}`)
    const option = new Option(flagOf(name, row), `${row.help} (${notes.join(', ')})`)
    return row.repeats ? option.argParser(gather) : option
  })
}

const gather = (value: string, before: string | undefined): string =>
  before === undefined ? value : `${before} ${value}`

/** What was chosen per option: the flag, else the environment variable, else the default. An option with none of them is absent. */
export function chooseValues<Name extends string>(
  table: OptionTable<Name>,
  flags: Readonly<Record<string, unknown>>,
  environment: Environment,
): Partial<Record<Name, string>> {
  const chosen: Partial<Record<Name, string>> = {}
  for (const [name, row] of Object.entries<OptionRow>(table)) {
    const flag = flags[camelCase(name)]
    // A variable that is there and empty is what a compose file writes for "not set".
    const value =
      flag === undefined ? environment[environmentName(name)] || row.default : String(flag)
    if (value !== undefined) chosen[name as Name] = value
  }
  return chosen
}

/** `TEAHOUSE_…` variables that no option reads: most likely mistyped. */
export function unknownVariables(
  tables: readonly OptionTable[],
  environment: Environment,
): string[] {
  const known = new Set(tables.flatMap((table) => Object.keys(table)).map(environmentName))
  return Object.keys(environment)
    .filter((name) => name.startsWith(PREFIX) && !known.has(name))
    .sort()
}

/** The table as the README shows it. */
export function markdownTable(table: OptionTable): string {
  const rows = Object.entries(table).map(([name, row]) => [
    `\`${flagOf(name, row)}\``,
    `\`${environmentName(name)}\``,
    row.default === undefined ? '' : `\`${row.default}\``,
    row.help.replaceAll('<', '&lt;'),
  ])
  return [['option', 'environment variable', 'default', ''], ['---', '---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')
}

function flagOf(name: string, row: OptionRow): string {
  return row.value === undefined ? `--${name}` : `--${name} <${row.value}>`
}

const camelCase = (name: string): string =>
  name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
