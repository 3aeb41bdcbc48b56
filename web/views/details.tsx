import { isRoomAddress } from '../../protocol/names.ts'
import type { Conversation } from '../desk/conversation.ts'
import { useApp } from './app-context.ts'
import { IconButton } from './bits.tsx'
import { PersonDetails } from './person-details.tsx'
import { RoomDetails } from './room-details.tsx'

/** Who somebody is, or who is in a room, beside the conversation. */
export function Details({ conversation }: { conversation: Conversation }) {
  const app = useApp()
  const { chat } = conversation
  const isRoom = isRoomAddress(chat)
  const title = isRoom ? app.texts.roomDetails : app.texts.personDetails
  return (
    <aside class="beside" aria-label={title}>
      <header class="bar">
        <IconButton
          class="only-covering"
          icon="back"
          label={app.texts.back}
          onClick={() => app.back()}
        />
        <h2>{title}</h2>
        <IconButton
          class="not-covering"
          icon="close"
          label={app.texts.close}
          onClick={() => app.back()}
        />
      </header>
      <div class="beside-body">
        {isRoom ? <RoomDetails room={chat} /> : <PersonDetails user={chat} />}
      </div>
    </aside>
  )
}
