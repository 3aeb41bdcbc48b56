import type { Language } from '../language.ts'

/** Something that the assistant does by itself, whatever the back end. */
export interface LocalCommand {
  /** Pure. Only what is unmistakably this command: everything else is for the back end. */
  understands(text: string): boolean
  /** Called for what it understands; resolves with the answer. */
  answer(question: LocalQuestion): Promise<string>
}

export interface LocalQuestion {
  asker: { id: number; name: string }
  conversationId: number
  seq: number
  text: string
  language: Language
  /** When it was asked, and when it is answered: the same but after a crash. Milliseconds since 1970. */
  at: number
  now: number
}
