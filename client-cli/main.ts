import type { ChatOptions } from './chat-options.ts'
import { plainChat } from './plain/plain-chat.ts'
import { terminalChat } from './terminal/terminal-chat.ts'

/** The client: talks until the person, the script or the server wants no more. Resolves with the exit code. */
export async function chat(options: ChatOptions): Promise<number> {
  return options.plain ? await plainChat(options) : await terminalChat(options)
}
