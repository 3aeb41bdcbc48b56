import { harmless, harmlessLine } from '../harmless.ts'
import type { Face, Showing } from '../showing.ts'
import type { Speech } from '../speech.ts'
import { plainLines } from './plain-lines.ts'

export interface PlainFaceOptions {
  output: NodeJS.WritableStream
  errorOutput: NodeJS.WritableStream
  speech: Speech
  /** The next line of the input, `undefined` at its end. */
  nextLine(): Promise<string | undefined>
}

/** For scripts: nothing but lines. */
export class PlainFace implements Face {
  readonly page = 50
  readonly #options: PlainFaceOptions
  #hasFailed = false

  constructor(options: PlainFaceOptions) {
    this.#options = options
  }

  /** Whether anything that was shown was an error. */
  get hasFailed(): boolean {
    return this.#hasFailed
  }

  show(showing: Showing): void {
    const { output, errorOutput, speech } = this.#options
    if (showing.kind === 'warning') {
      const { sentence, advice = '' } = showing
      errorOutput.write(`teahouse chat: ${harmlessLine(sentence)}\n`)
      if (advice !== '') errorOutput.write(`${harmless(advice)}\n`)
      return
    }
    const advice = showing.kind === 'ended' ? showing.error.advice : undefined
    // For whoever reads the log of a script; its own lines are of one kind each.
    if (advice !== undefined) errorOutput.write(`${harmless(advice)}\n`)
    if (showing.kind === 'failed' || showing.kind === 'refused' || showing.kind === 'ended') {
      this.#hasFailed = true
    }
    const lines = plainLines(showing, speech)
    if (lines.length > 0) output.write(`${lines.join('\n')}\n`)
  }

  /** No question is written: a script knows what comes next. */
  askSecret(): Promise<string | undefined> {
    return this.#options.nextLine()
  }

  askNewPassword(): Promise<string | undefined> {
    return this.#options.nextLine()
  }
}
