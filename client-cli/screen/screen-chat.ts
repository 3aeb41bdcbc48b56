import type { ChatOptions } from '../chat-options.ts'
import { Speech } from '../speech.ts'
import { ScreenRun } from './screen-run.ts'

/** For people at a terminal that is large enough. Resolves with the exit code. */
export async function screenChat(options: ChatOptions): Promise<number> {
  return await new ScreenRun(options, new Speech(options.lang)).talk()
}
