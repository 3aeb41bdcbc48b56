import type { Clock } from '../clock.ts'
import type { Directory } from '../directory/directory.ts'
import type { StorageApi } from '../workers/storage-api.ts'
import type { Backend } from './backends/backend.ts'
import type { BackendTrouble } from './backends/trouble.ts'
import type { LocalCommand, LocalQuestion } from './commands/local-command.ts'
import { type LocalCommandsHost, localCommands } from './commands/local-commands.ts'
import { Consultation } from './consultation.ts'
import { languageOf } from './language.ts'
import { turnsBefore } from './turns-before.ts'
import { whileTyping } from './typing-sign.ts'

export interface AnswererHost extends LocalCommandsHost {
  clock: Clock
  directory: Directory
  storage: LocalCommandsHost['storage'] & Pick<StorageApi, 'history'>
  backend: Backend
  troubled(error: BackendTrouble): void
}

/** What the assistant says: to what is unmistakably one of its commands by itself, to everything else what the back end says. */
export class Answerer {
  readonly #host: AnswererHost
  readonly #commands: readonly LocalCommand[]
  readonly #consultation: Consultation

  constructor(host: AnswererHost) {
    this.#host = host
    this.#commands = localCommands(host)
    const { backend } = host
    this.#consultation = new Consultation({ backend, troubled: (error) => host.troubled(error) })
  }

  /** Resolves with an answer to everything; rejects when the database fails, or the signal is aborted. */
  async answer(
    asked: Omit<LocalQuestion, 'language' | 'now'>,
    signal: AbortSignal,
  ): Promise<string> {
    const { text } = asked
    const question = { ...asked, language: languageOf(text), now: this.#host.clock.now() }
    const command = this.#commandFor(text)
    return command === undefined ? this.#consult(question, signal) : command.answer(question)
  }

  #consult(question: LocalQuestion, signal: AbortSignal): Promise<string> {
    const { directory, storage, backend } = this.#host
    const { asker, text, language, now } = question
    const isLocal = (earlier: string): boolean => this.#commandFor(earlier) !== undefined
    const turns = () => turnsBefore(storage, question, isLocal)
    const work = this.#consultation.ask({ userId: asker.id, text, language, now, turns }, signal)
    return backend.isSlow ? whileTyping(directory, asker.id, work) : work
  }

  #commandFor(text: string): LocalCommand | undefined {
    return this.#commands.find((command) => command.understands(text))
  }
}
