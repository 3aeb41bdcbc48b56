import { asClientError } from '../../client/wire/chat-client-error.ts'
import { MAX_PAGE } from '../../protocol/limits.ts'
import { excerpt } from '../excerpt.ts'
import type { CommandContext } from './command.ts'

/** Takes back this user's n-th last message in a chat, from whichever device it was sent. */
export async function recallOwn(context: CommandContext, chat: string, n: number): Promise<void> {
  const { client, face, speech } = context
  const fail = (code: string, sentence: string): void => {
    face.show({ kind: 'failed', code, sentence })
  }
  const { messages } = await client.request('history', { chat, limit: MAX_PAGE })
  const own = messages.filter(({ from, recalled }) => client.isMe(from) && recalled !== true)
  const message = own.at(-n)
  if (message === undefined) return fail('not_found', speech.say('nothingToRecall'))
  const { seq, text } = message
  try {
    await client.request('recall', { chat, seq })
  } catch (error) {
    // One's own message can be forbidden for one reason only.
    if (asClientError(error).code !== 'forbidden') throw error
    return fail('forbidden', speech.say('tooLateToRecall', { text: excerpt(text) }))
  }
  const sentence = speech.say('youRecalled', { text: excerpt(text) })
  face.show({ kind: 'done', command: 'recall', sentence, fields: [chat, `${seq}`] })
}
