import type { Message } from '../protocol/entities.ts'

/** What is left of a message that was taken back. */
export const asRecalled = (message: Message): Message => ({ ...message, text: '', recalled: true })
