import { smallTalk } from '../small-talk.ts'
import type { Backend } from './backend.ts'

/** What is said beside the commands, from rules of our own: no network, no waiting. */
export const rulesBackend: Backend = {
  isSlow: false,
  answer: async ({ text, now }) => smallTalk(text, now),
}
