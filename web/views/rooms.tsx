import { useState } from 'preact/hooks'
import type { RoomSummary } from '../../protocol/entities.ts'
import { MAX_TOPIC_LENGTH } from '../../protocol/limits.ts'
import { isName, roomName } from '../../protocol/names.ts'
import { createRoom, joinRoom } from '../desk/room-acts.ts'
import { fill } from '../model/speech.ts'
import { useApp, useDesk } from './app-context.ts'
import { Empty, Field, Problem } from './bits.tsx'
import { Dialog } from './dialog.tsx'
import { useAct } from './use-act.ts'
import { useFound } from './use-found.ts'

const LIMIT = 50

/** The rooms that there are, and a new one. */
export function Rooms() {
  const app = useApp()
  return (
    <Dialog title={app.texts.rooms} onClose={() => app.back()}>
      <FindRooms />
      <NewRoom />
    </Dialog>
  )
}

function FindRooms() {
  const app = useApp()
  const { texts } = app
  const desk = useDesk()
  const [query, setQuery] = useState('')
  const { found, error } = useFound(query.trim().replace(/^#/, ''), (word) =>
    desk.client.request('rooms.find', { limit: LIMIT, ...(word !== '' && { query: word }) }),
  )
  return (
    <section>
      <Field label={texts.findRooms}>
        <input
          type="search"
          autocomplete="off"
          spellcheck={false}
          maxLength={64}
          autofocus
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
      </Field>
      <Problem text={error === undefined ? undefined : app.sayError(error)} />
      <ul class="rows">
        {found?.rooms.map((room) => (
          <RoomRow key={room.room} summary={room} />
        ))}
      </ul>
      {found?.rooms.length === 0 && <Empty>{texts.noRoomFound}</Empty>}
    </section>
  )
}

function RoomRow({ summary }: { summary: RoomSummary }) {
  const app = useApp()
  const { texts } = app
  const desk = useDesk()
  const act = useAct()
  const { room, topic, members } = summary
  const isIn = desk.circle.roster.knows(room)
  const enter = async (): Promise<void> => {
    app.goInstead({ chat: isIn ? room : await joinRoom(desk, room) })
  }
  return (
    <li>
      <span class="sign soft">#</span>
      <span class="row-text">
        <bdi class="name">{roomName(room)}</bdi>{' '}
        <span class="soft figures">{fill(texts.memberCount, { count: members })}</span>
        {topic !== '' && (
          <span class="detail" dir="auto">
            {topic}
          </span>
        )}
        <Problem text={act.problem} />
      </span>
      <button
        type="button"
        class={isIn ? '' : 'primary'}
        disabled={act.isBusy}
        onClick={() => act.run(enter)}
      >
        {isIn ? texts.open : texts.join}
      </button>
    </li>
  )
}

function NewRoom() {
  const app = useApp()
  const { texts } = app
  const desk = useDesk()
  const act = useAct()
  const [wrong, setWrong] = useState<string>()
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const form = new FormData(event.currentTarget as HTMLFormElement)
    const room = roomName(String(form.get('room')).trim())
    if (!isName(room)) return setWrong(texts.userNameHint)
    setWrong(undefined)
    const topic = String(form.get('topic')).trim()
    const isPrivate = form.get('private') !== null
    act.run(async () => app.goInstead({ chat: await createRoom(desk, { room, topic, isPrivate }) }))
  }
  return (
    <section>
      <h3>{texts.newRoom}</h3>
      <form class="stack" onSubmit={submit}>
        <Field label={texts.roomName} hint={texts.userNameHint}>
          <input name="room" required maxLength={33} autocomplete="off" spellcheck={false} />
        </Field>
        <Field label={texts.topic}>
          <input name="topic" maxLength={MAX_TOPIC_LENGTH} autocomplete="off" />
        </Field>
        <label class="check">
          <input type="checkbox" name="private" /> {texts.privateRoom}
        </label>
        <Problem text={wrong ?? act.problem} />
        <button type="submit" class="primary" disabled={act.isBusy}>
          {texts.create}
        </button>
      </form>
    </section>
  )
}
