import { useEffect, useState } from 'preact/hooks'
import type { Message } from '../../protocol/entities.ts'
import { RECALL_WINDOW_MS } from '../../protocol/limits.ts'
import { isRoomAddress } from '../../protocol/names.ts'
import type { Conversation } from '../desk/conversation.ts'
import { useApp, useDesk } from './app-context.ts'
import { MarkSign } from './mark-sign.tsx'
import { memo } from './memo.ts'
import { MessageText } from './message-text.tsx'

interface MessageViewProps {
  message: Message
  isOwn: boolean
  conversation: Conversation
}

/** A message in its place. Hundreds of them stand in a list that is drawn again with every new one: only what has changed is looked at. */
export const MessageView = memo(function MessageView(props: MessageViewProps) {
  const { message, isOwn, conversation } = props
  const { texts } = useApp()
  const { seq, text, recalled } = message
  return (
    <div class={recalled ? 'message recalled' : 'message'} data-seq={seq}>
      {recalled ? <p class="text">{texts.recalled}</p> : <MessageText text={text} />}
      {isOwn && !recalled && (
        <span class="aside-marks">
          <Recall message={message} conversation={conversation} />
          <OwnMark conversation={conversation} seq={seq} />
        </span>
      )}
    </div>
  )
})

function OwnMark({ conversation, seq }: { conversation: Conversation; seq: number }) {
  const { chat } = conversation
  const { mark, readers } = useDesk().circle.markOf(chat, seq)
  return <MarkSign mark={mark} readers={isRoomAddress(chat) ? readers : 0} />
}

/** For as long as the server allows it. */
function Recall({ message, conversation }: { message: Message; conversation: Conversation }) {
  const app = useApp()
  const desk = useDesk()
  const leftMs = message.at + RECALL_WINDOW_MS - app.now()
  const [, setOver] = useState(false)
  const mayRecall = leftMs > 0
  useEffect(() => {
    if (!mayRecall) return undefined
    // Beyond what a timer can count it would end at once; a clock that is wrong by weeks is not worth more.
    const timer = setTimeout(() => setOver(true), Math.min(leftMs, RECALL_WINDOW_MS * 2))
    return () => clearTimeout(timer)
  }, [mayRecall])
  if (!mayRecall) return null
  const recall = (): void => {
    desk.recall(conversation, message.seq).then(() => app.tell(app.texts.recalledIt), app.failed)
  }
  return (
    <button type="button" class="link recall" onClick={recall}>
      {app.texts.recall}
    </button>
  )
}
