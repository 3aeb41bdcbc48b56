import type { ChatOptions } from '../client-cli/chat-options.ts'

/** The options with the server for somebody who named none; else the exit code. */
export async function withServer(
  options: ChatOptions,
  address: string | undefined,
): Promise<ChatOptions | number> {
  // A typed address is obeyed: nobody is asked, on the screen or on the network.
  if (address !== undefined) return options
  const { chooseServer } = await import('../discovery/choose-server.ts')
  const chosen = await chooseServer(options)
  return typeof chosen === 'number' ? chosen : { ...options, ...chosen }
}
