import { isRoomAddress } from '../../protocol/names.ts'
import type { Conversation } from '../desk/conversation.ts'
import { useApp } from './app-context.ts'
import { Beside } from './beside.tsx'
import { PersonDetails } from './person-details.tsx'
import { RoomDetails } from './room-details.tsx'

/** Who somebody is, or who is in a room, beside the conversation. */
export function Details({ conversation }: { conversation: Conversation }) {
  const { texts } = useApp()
  const { chat } = conversation
  const isRoom = isRoomAddress(chat)
  return (
    <Beside title={isRoom ? texts.roomDetails : texts.personDetails}>
      <div class="beside-body">
        {isRoom ? <RoomDetails room={chat} /> : <PersonDetails user={chat} />}
      </div>
    </Beside>
  )
}
