import type { Conversation } from '../desk/conversation.ts'
import type { WaitingMessage } from '../model/message-window.ts'
import { later } from './later.tsx'
import { MarkSign } from './mark-sign.tsx'
import { MessageText } from './message-text.tsx'

const Refused = later((half) => half.Refused)

interface WaitingViewProps {
  message: WaitingMessage
  conversation: Conversation
}

/** One's own message on its way; or refused, with what can be done about it. */
export function WaitingView({ message, conversation }: WaitingViewProps) {
  const { cid, text, state, refusal } = message
  return (
    <div class={refusal === undefined ? 'message' : 'message refused'} data-cid={cid}>
      <MessageText text={text} />
      {state !== 'refused' && (
        <span class="aside-marks">
          <MarkSign mark={state} />
        </span>
      )}
      {refusal !== undefined && <Refused cid={cid} refusal={refusal} conversation={conversation} />}
    </div>
  )
}
