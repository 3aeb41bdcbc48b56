import type { ChatClientError } from '../../client/wire/chat-client-error.ts'
import type { Conversation } from '../desk/conversation.ts'
import { fill } from '../model/speech.ts'
import { useApp, useDesk } from './app-context.ts'

interface RefusedProps {
  cid: string
  refusal: ChatClientError
  conversation: Conversation
}

/** Why a message was not taken, and what can be done about it. */
export function Refused({ cid, refusal, conversation }: RefusedProps) {
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
      app.failed(error)
    }
  }
  return (
    <p class="refusal">
      <span>✗ {fill(app.texts.notSent, { reason: app.sayError(refusal) })}</span>
      {refusal.code === 'not_friends' && (
        <button
          type="button"
          class="link"
          onClick={() => app.go({ chat: conversation.chat, panel: 'details' })}
        >
          {app.texts.ask}
        </button>
      )}
      <button type="button" class="link" onClick={again}>
        {app.texts.sendAgain}
      </button>
      <button type="button" class="link" onClick={drop}>
        {app.texts.discard}
      </button>
    </p>
  )
}
