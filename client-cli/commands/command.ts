import type { ChatClient } from '../../client/chat-client.ts'
import type { Roster } from '../../client/roster.ts'
import type { Finder } from '../finder.ts'
import type { CommandRow, Face } from '../showing.ts'
import type { Speech } from '../speech.ts'
import type { Talk } from '../talk.ts'
import type { Bilingual } from '../texts.ts'

export interface CommandContext {
  client: ChatClient
  roster: Roster
  talk: Talk
  finder: Finder
  face: Face
  speech: Speech
  server: string
  /** The fingerprint of its key; `undefined` without TLS. */
  key(): string | undefined
  /** Ends the program. `forget`: the token as well. */
  leave(forget: boolean): void
}

/** One row of the table; `/help` and the completion of names are made from the rows. */
export interface Command extends CommandRow {
  name: string
  /** What stands behind the name, with optional parts in brackets. */
  usage?: Bilingual
  help: Bilingual
  /** Does not need to wait until the messages before it are stored. */
  isSending?: true
  /** Rejects with a ChatClientError, or a UsageError. */
  run(context: CommandContext, args: string): Promise<void> | void
}

/** The command was not written as its row says. */
export class UsageError extends Error {
  constructor() {
    super('usage')
    this.name = 'UsageError'
  }
}

/** The first word, and what is left of the line. */
export function splitWord(args: string): [word: string, rest: string] {
  const match = /^\s*(\S+)(?:\s+([\s\S]*))?$/.exec(args)
  return [match?.[1] ?? '', match?.[2] ?? '']
}

/** @throws UsageError when there is none */
export function needWord(args: string): [word: string, rest: string] {
  const [word, rest] = splitWord(args)
  if (word === '') throw new UsageError()
  return [word, rest]
}

/** @throws UsageError when there is none */
export function needText(args: string): string {
  const text = args.trim()
  if (text === '') throw new UsageError()
  return text
}

/** Says that a command has done what it should. Scripts read the fields, people what those are called. */
export function done(
  { face, speech, roster }: CommandContext,
  command: string,
  said: Bilingual,
  ...fields: string[]
): void {
  const [first = '', second = ''] = fields.map((field) => roster.nameOf(field))
  face.show({ kind: 'done', command, sentence: speech.of(said, { 0: first, 1: second }), fields })
}
