import type { ChatError } from '../chat-error.ts'
import type { Chat } from '../directory/conversation.ts'
import type { Entry, Sender } from '../journal/entry.ts'
import type { Journal } from '../journal/journal.ts'

/** A sender with no session behind it: only hears what has become of its message. */
class CommitWait implements Sender {
  readonly sent: () => void
  readonly #reject: (error: ChatError) => void

  constructor(resolve: () => void, reject: (error: ChatError) => void) {
    this.sent = resolve
    this.#reject = reject
  }

  refused(_id: unknown, error: ChatError): void {
    this.#reject(error)
  }

  pushMessage(): void {}
  pushEvent(): void {}
  pushEphemeral(): void {}
  kick(): void {}
}

type Message = Pick<Entry, 'cid' | 'text' | 'at' | 'deadlineMs'> & { chat: Chat }

/** Sends a message and resolves when it is committed. Rejects with the `ChatError` that a client would get. */
export function commit(journal: Journal, message: Message): Promise<void> {
  return new Promise((resolve, reject) => {
    const origin = new CommitWait(resolve, reject)
    journal.submit({ ...message, requestId: undefined, origin })
  })
}
