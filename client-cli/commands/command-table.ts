import type { Bilingual } from '../texts.ts'
import { CHAT_COMMANDS } from './chats.ts'
import { type Command, splitWord, UsageError } from './command.ts'
import { PEOPLE_COMMANDS } from './people.ts'
import { ROOM_COMMANDS } from './rooms.ts'
import { SELF_COMMANDS } from './self.ts'

const HELP: Command = {
  name: 'help',
  usage: { en: '[command|all]', zh: '[命令|all]' },
  help: {
    en: 'all commands; more about one, or about all',
    zh: '列出命令;可看某个或全部说明',
  },
  run({ face }, args) {
    const [word] = splitWord(args)
    const name = word.replace(/^\//, '').toLowerCase()
    if (name === '') return face.show({ kind: 'help', about: undefined })
    const about = name === 'all' ? COMMANDS : COMMANDS.filter((row) => row.name === name)
    if (about.length === 0) throw new UsageError()
    face.show({ kind: 'help', about })
  },
}

export interface CommandGroup {
  title: Bilingual
  commands: readonly Command[]
}

/** Everything that can be typed behind a `/`, in the order in which `/help` lists it. */
export const COMMAND_GROUPS: readonly CommandGroup[] = [
  { title: { en: 'Chats', zh: '对话' }, commands: CHAT_COMMANDS },
  { title: { en: 'People', zh: '联系人' }, commands: PEOPLE_COMMANDS },
  { title: { en: 'Rooms', zh: '聊天室' }, commands: ROOM_COMMANDS },
  { title: { en: 'You', zh: '自己' }, commands: [...SELF_COMMANDS, HELP] },
]

export const COMMANDS: readonly Command[] = COMMAND_GROUPS.flatMap(({ commands }) => commands)

const BY_NAME: ReadonlyMap<string, Command> = new Map(COMMANDS.map((row) => [row.name, row]))

export function findCommand(name: string): Command | undefined {
  return BY_NAME.get(name.toLowerCase())
}

/** The command that was probably meant; `undefined` when nothing is near. */
export function nearestCommand(typed: string): string | undefined {
  const word = typed.toLowerCase()
  const begun = COMMANDS.filter(({ name }) => name.startsWith(word))
  if (begun.length === 1) return begun[0]?.name
  let nearest: string | undefined
  let least = word.length <= 3 ? 2 : 3
  for (const { name } of COMMANDS) {
    const distance = editDistance(word, name)
    if (distance >= least) continue
    least = distance
    nearest = name
  }
  return nearest
}

/** Letters to insert, leave out or replace. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(replaced, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    previous = row
  }
  return previous[b.length] ?? 0
}
