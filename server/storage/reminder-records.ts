/** What the assistant keeps for people until it is due. */
export interface Reminders {
  /**
   * Keeps a reminder and resolves with its number. The same place of the question is the same reminder, which stays as it was. Resolves with
   * `undefined`, and keeps nothing, when the user has `max` of them already.
   */
  addReminder(reminder: NewReminder, max: number): Promise<number | undefined>
  /** Those of a user, the next first. */
  remindersOf(userId: number): Promise<ReminderRecord[]>
  /** Takes back one of a user's, or all of them; resolves with how many that were. */
  cancelReminders(userId: number, which: number | 'all'): Promise<number>
  /** Those of everybody that are due at or before `until`, the next first. */
  nextReminders(until: number, limit: number): Promise<ReminderRecord[]>
  /** It has been said. Silent when it is gone. */
  deleteReminder(id: number): Promise<void>
}

/** `text` has at most 1,000 characters and may be empty. */
export interface NewReminder {
  userId: number
  /** The chat with the assistant, and the seq of the message that asked for it. */
  conversationId: number
  askedSeq: number
  dueAt: number
  /** Of the question. */
  language: 'en' | 'zh'
  text: string
}

export interface ReminderRecord extends NewReminder {
  id: number
}
