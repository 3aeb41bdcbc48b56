import { ASSISTANT } from '../../protocol/limits.ts'
import type { StorageApi } from '../workers/storage-api.ts'
import { answeredSeq } from './answer-cid.ts'
import type { Turn } from './backends/backend.ts'
import { isTroubleSentence } from './backends/trouble.ts'

/** A model forgets what it has no room for, and asking gets dearer with every word. */
const MAX_TURNS = 8
const MAX_CHARACTERS = 8_000
const MESSAGES_TO_READ = 40

/**
 * The last questions that the back end answered in this chat. What the assistant's own commands said stays in the house: it holds what other people
 * wrote, and they never spoke to a model.
 */
export async function turnsBefore(
  storage: Pick<StorageApi, 'history'>,
  { conversationId, seq }: { conversationId: number; seq: number },
  isLocal: (question: string) => boolean,
): Promise<Turn[]> {
  const query = { conversationId, floor: 0, before: seq, limit: MESSAGES_TO_READ }
  const { messages } = await storage.history(query)
  const questions = new Map(
    messages.filter(({ sender }) => sender !== ASSISTANT).map((one) => [one.seq, one]),
  )
  const turns = messages.flatMap((answer): Turn[] => {
    const question = questions.get(answeredSeq(answer.cid) ?? 0)
    if (answer.sender !== ASSISTANT || question === undefined) return []
    if (question.recalled || isLocal(question.text) || isTroubleSentence(answer.text)) return []
    return [{ question: question.text, answer: answer.text }]
  })
  return newestThatFit(turns)
}

function newestThatFit(turns: Turn[]): Turn[] {
  let room = MAX_CHARACTERS
  const kept = turns.slice(-MAX_TURNS).reverse()
  const cut = kept.findIndex(({ question, answer }) => {
    room -= question.length + answer.length
    return room < 0
  })
  return (cut < 0 ? kept : kept.slice(0, cut)).reverse()
}
