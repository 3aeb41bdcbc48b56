import { RETRY_CODES } from '../../protocol/error-codes.ts'
import { MAX_PAGE } from '../../protocol/limits.ts'
import type { ReplyOf } from '../../protocol/replies.ts'
import type { FrameScan } from './frame-scan.ts'
import type { Membership } from './membership.ts'
import { Refusal, type Requests } from './requests.ts'

const MAX_TRIES = 50

/**
 * Reads a conversation page by page from behind `after`, and shows each message to `visit`, until there is no more or `isEnough` says so.
 * A server that asks for patience gets it. Rejects with a `Refusal` or `LinkLost`.
 */
export async function readHistory(
  requests: Requests,
  membership: Membership,
  after: number,
  scan: FrameScan,
  visit: (scan: FrameScan) => void,
  isEnough: () => boolean = () => false,
): Promise<void> {
  let from = after
  for (;;) {
    const page = await askPatiently(requests, {
      chat: membership.chat,
      after: from,
      limit: MAX_PAGE,
    })
    for (const message of page.messages) {
      scan.readMessage(message)
      visit(scan)
    }
    const last = page.messages.at(-1)
    if (last === undefined || !page.more || isEnough()) return
    // A page that does not lead on would be asked for for ever.
    if (last.seq <= from)
      throw new Error(`history after ${from} ends with ${last.seq} and has more`)
    from = last.seq
  }
}

/** The newest seq of the conversation; 0 when it is empty. */
export async function newestSeq(requests: Requests, chat: string): Promise<number> {
  const page = await askPatiently(requests, { chat, limit: 1 })
  return page.messages.at(-1)?.seq ?? 0
}

async function askPatiently(requests: Requests, fields: object): Promise<ReplyOf<'history'>> {
  for (let tries = 1; ; tries++) {
    try {
      return await requests.ask('history', fields)
    } catch (error) {
      // Anything but "not now" is for the caller.
      if (!(error instanceof Refusal) || !RETRY_CODES.has(error.code) || tries === MAX_TRIES)
        throw error
      await new Promise((resolve) => setTimeout(resolve, error.retryAfterMs))
    }
  }
}
