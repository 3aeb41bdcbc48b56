import type { Roster } from '../../client/roster.ts'
import { COMMANDS } from '../commands/command-table.ts'

/** What Tab makes of a line: names of commands behind a `/`, and people and rooms behind a command. */
export function completeLine(
  line: string,
  roster: Roster,
  commands: readonly { name: string }[] = COMMANDS,
): [hits: string[], typed: string] {
  const [, command, name] = /^\/(\S*)(?:\s+(\S*))?$/.exec(line) ?? []
  if (command === undefined) return [[], line]
  if (name === undefined) {
    const names = commands.map((row) => `/${row.name} `)
    return [names.filter((hit) => hit.startsWith(`/${command.toLowerCase()}`)), line]
  }
  const addresses = [
    ...roster.friends.map(({ user }) => user),
    ...roster.chats.map(({ chat }) => chat),
  ]
  const prefix = name.toLowerCase()
  const hits = [...new Set(addresses)].filter((hit) => hit.toLowerCase().startsWith(prefix))
  return [hits.toSorted(), name]
}
