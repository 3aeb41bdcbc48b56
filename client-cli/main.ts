import type { ChatOptions } from './chat-options.ts'
import { plainChat } from './plain/plain-chat.ts'
import { terminalChat } from './terminal/terminal-chat.ts'

/** What a terminal must have for the full screen to be better than lines. */
const LEAST_COLUMNS = 60
const LEAST_ROWS = 16

/** The client: talks until the person, the script or the server wants no more. Resolves with the exit code. */
export async function chat(options: ChatOptions): Promise<number> {
  if (options.plain) return await plainChat(options)
  if (!takesScreen(options)) return await terminalChat(options)
  // Loaded when it is wanted: it brings more with it than the other faces.
  const { screenChat } = await import('./screen/screen-chat.ts')
  return await screenChat(options)
}

/** A pipe or a dumb terminal is left to the lines, which say what to do there. */
function takesScreen({ input, output, lines, isDumb }: ChatOptions): boolean {
  if (lines || isDumb || !input.isTTY || !output.isTTY) return false
  return output.columns >= LEAST_COLUMNS && output.rows >= LEAST_ROWS
}
