import type { ChatClientError } from '../../client/wire/chat-client-error.ts'
import { isRoomAddress } from '../../protocol/names.ts'
import type { Conversation } from '../desk/conversation.ts'
import { joinRoom } from '../desk/room-acts.ts'
import { useApp, useDesk } from './app-context.ts'
import { Problem } from './bits.tsx'
import { useAct } from './use-act.ts'

interface NoHistoryProps {
  conversation: Conversation
  failure: ChatClientError
}

/** The messages of a chat could not be had: why, and what helps. */
export function NoHistory({ conversation, failure }: NoHistoryProps) {
  const app = useApp()
  const desk = useDesk()
  const act = useAct()
  const { chat } = conversation
  const mayJoin = isRoomAddress(chat) && failure.code === 'not_member'
  return (
    <div class="no-history">
      <Problem text={act.problem ?? app.sayError(failure)} />
      {mayJoin ? (
        <button
          type="button"
          class="primary"
          disabled={act.isBusy}
          onClick={() =>
            act.run(async () => {
              await joinRoom(desk, chat)
              await desk.chats.toLatest(conversation)
            })
          }
        >
          {app.texts.join}
        </button>
      ) : (
        <button type="button" onClick={() => void desk.chats.toLatest(conversation)}>
          {app.texts.tryAgain}
        </button>
      )}
    </div>
  )
}
