import type { Conversation } from '../desk/conversation.ts'
import type { WaitingMessage } from '../model/message-window.ts'
import { useApp, useDesk } from './app-context.ts'
import { MarkSign } from './mark-sign.tsx'
import { MessageText } from './message-text.tsx'

interface WaitingViewProps {
  message: WaitingMessage
  conversation: Conversation
}

/** One's own message on its way; or refused, with what can be done about it. */
export function WaitingView({ message, conversation }: WaitingViewProps) {
  const app = useApp()
  const { cid, text, state, refusal } = message
  if (state !== 'refused') {
    return (
      <div class="message" data-cid={cid}>
        <MessageText text={text} />
        <span class="aside-marks">
          <MarkSign mark={state} />
        </span>
      </div>
    )
  }
  return (
    <div class="message refused" data-cid={cid}>
      <MessageText text={text} />
      <Refused cid={cid} reason={app.sayError(refusal)} conversation={conversation} />
    </div>
  )
}

interface RefusedProps {
  cid: string
  reason: string
  conversation: Conversation
}

function Refused({ cid, reason, conversation }: RefusedProps) {
  const app = useApp()
  const desk = useDesk()
  const drop = (): string | undefined => {
    const text = conversation.window.drop(cid)
    conversation.changed()
    return text
  }
  const again = (): void => {
    const text = drop()
    try {
      if (text !== undefined) desk.send(conversation, text)
    } catch (error) {
      app.tell(app.sayError(error), true)
    }
  }
  return (
    <p class="refusal">
      <span aria-hidden="true">✗ </span>
      {app.say('notSent', { reason })}{' '}
      <button type="button" class="link" onClick={again}>
        {app.say('sendAgain')}
      </button>{' '}
      <button type="button" class="link" onClick={drop}>
        {app.say('discard')}
      </button>
    </p>
  )
}
