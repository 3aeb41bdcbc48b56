import { sayNoOpenChat } from './addresses.ts'
import type { Command, CommandContext } from './command.ts'
import { UsageError } from './command.ts'
import { findCommand, nearestCommand } from './command-table.ts'
import { parseTypedLine } from './typed-line.ts'

/** For a word that long no name is near, and comparing it would take long. */
const MAX_WORD_LENGTH = 20

/** Carries out what somebody typed, line after line. */
export class Interpreter {
  readonly #context: CommandContext
  readonly #beforeCommand: () => Promise<unknown>

  /** `beforeCommand` is waited for before a command that does not send, so that a script's lines take effect in their order. */
  constructor(context: CommandContext, beforeCommand: () => Promise<unknown>) {
    this.#context = context
    this.#beforeCommand = beforeCommand
  }

  /** Never rejects: what goes wrong is shown. */
  async run(line: string): Promise<void> {
    const { talk } = this.#context
    try {
      const typed = parseTypedLine(line)
      if (typed.kind === 'text') {
        if (talk.openChat === undefined) sayNoOpenChat(this.#context)
        else talk.send(talk.openChat, typed.text)
      } else if (typed.kind === 'command') {
        await this.#command(typed.name, typed.args)
      }
    } catch (error) {
      talk.fail(error)
    }
  }

  async #command(name: string, args: string): Promise<void> {
    const command = findCommand(name)
    if (command === undefined) {
      this.#unknown(name)
      return
    }
    try {
      if (!command.isSending) await this.#beforeCommand()
      await command.run(this.#context, args)
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      this.#usage(command)
    }
  }

  #unknown(name: string): void {
    const { face, speech } = this.#context
    const word = name.slice(0, MAX_WORD_LENGTH)
    const nearest = nearestCommand(word)
    const sentence = nearest
      ? speech.say('unknownCommand', { word, nearest })
      : speech.say('noSuchCommand', { word })
    face.show({ kind: 'failed', code: 'unknown_command', sentence })
  }

  #usage({ name, usage }: Command): void {
    const { face, speech } = this.#context
    const form = usage ? `/${name} ${speech.of(usage)}` : `/${name}`
    face.show({ kind: 'failed', code: 'usage', sentence: speech.say('usage', { usage: form }) })
  }
}
