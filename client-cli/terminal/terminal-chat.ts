import type { ChatOptions } from '../chat-options.ts'
import { EXIT_USAGE } from '../exit-code.ts'
import { Speech } from '../speech.ts'
import { TerminalRun } from './terminal-run.ts'

/** For people at a terminal. Resolves with the exit code. */
export async function terminalChat(options: ChatOptions): Promise<number> {
  const { input, output, errorOutput, isDumb } = options
  const speech = new Speech(options.lang)
  // Without cursor movement a line that comes in would tear the one that is being typed.
  if (!input.isTTY || !output.isTTY || isDumb) {
    errorOutput.write(`teahouse chat: ${speech.say('needTerminal')}\n`)
    return EXIT_USAGE
  }
  return await new TerminalRun(options, speech).talk()
}
