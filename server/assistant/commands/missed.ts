import type { Directory } from '../../directory/directory.ts'
import { ASSISTANT_ID, type MissedChat } from '../../storage/store.ts'
import type { StorageApi } from '../../workers/storage-api.ts'
import { isQuestionForMissed, type MissedReport, reportMissed } from '../missed-report.ts'
import type { LocalCommand } from './local-command.ts'

const MESSAGES_PER_CHAT = 50
const MAX_CHATS = 200

interface MissedHost {
  storage: Pick<StorageApi, 'missed' | 'writtenSince'>
  directory: Directory
}

export function missedCommand(host: MissedHost): LocalCommand {
  return {
    understands: isQuestionForMissed,
    async answer({ asker, text, now }) {
      return reportMissed(await missedBy(host, asker.id), text, now)
    },
  }
}

/**
 * What came in while the user was away, and whatever their client has not acknowledged since. The clock alone would not do: a server that
 * was killed has not noted when its users left.
 */
async function missedBy(
  { storage, directory }: MissedHost,
  askerId: number,
): Promise<MissedReport> {
  const asker = directory.user(askerId)
  if (asker === undefined) {
    const { chats } = await storage.missed(askerId, MESSAGES_PER_CHAT, MAX_CHATS)
    return { since: undefined, chats: chats.filter(isNotOurs) }
  }
  const { awayFrom, backSince } = asker
  const written = await storage.writtenSince(askerId, awayFrom, MESSAGES_PER_CHAT)
  const known = new Map(Array.from(asker.chats.values(), (chat) => [chat.conversation.id, chat]))
  const chats = written.filter(isNotOurs).map((one) => {
    const chat = known.get(one.chat.conversationId)
    const received = chat?.received ?? one.chat.received
    const receivedBefore = chat?.receivedBefore ?? received
    const isMissed = ({ at, seq }: { at: number; seq: number }): boolean =>
      seq > receivedBefore && (at <= backSince || seq > received)
    return { ...one, messages: one.messages.filter(isMissed) }
  })
  return { since: awayFrom, chats }
}

const isNotOurs = ({ chat }: MissedChat): boolean => chat.peerId !== ASSISTANT_ID
