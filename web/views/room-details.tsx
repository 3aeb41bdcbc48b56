import { useState } from 'preact/hooks'
import type { RoomMember } from '../../protocol/entities.ts'
import { leaveRoom } from '../desk/room-acts.ts'
import { fill } from '../model/speech.ts'
import { useApp, useDesk } from './app-context.ts'
import { Problem, StatusSign } from './bits.tsx'
import { SureButton } from './sure-button.tsx'
import { useAct } from './use-act.ts'
import { useFound } from './use-found.ts'

/** What a room is about, and who is in it. */
export function RoomDetails({ room }: { room: string }) {
  const app = useApp()
  const { texts } = app
  const desk = useDesk()
  const [changes, setChanges] = useState(0)
  const { found, error } = useFound(`${room} ${desk.circle.changes.value} ${changes}`, () =>
    desk.client.request('room.info', { room }),
  )
  if (found === undefined) {
    return error === undefined ? (
      <p class="hint">{texts.loading}</p>
    ) : (
      <Problem text={app.sayError(error)} />
    )
  }
  const isMember = desk.circle.roster.knows(room)
  const isOwner = found.members.some(({ user, role }) => role === 'owner' && desk.isMe(user))
  return (
    <>
      <p class="person-name">
        <bdi class="name">{room}</bdi>
        {found.private && <span class="soft">{texts.privateWord}</span>}
      </p>
      <p class={found.topic === '' ? 'hint' : 'bio'} dir="auto">
        {found.topic === '' ? texts.noTopic : found.topic}
      </p>
      {isMember && <Invite room={room} members={found.members} />}
      <h3>
        {texts.members} <span class="soft figures">{found.members.length}</span>
      </h3>
      <ul class="rows">
        {found.members.map((member) => (
          <MemberRow
            key={member.user}
            room={room}
            member={member}
            mayKick={isOwner && !desk.isMe(member.user)}
            onKicked={() => setChanges(changes + 1)}
          />
        ))}
      </ul>
      {found.more === true && <p class="hint">{texts.listIsCut}</p>}
      {isMember && <Leave room={room} />}
    </>
  )
}

interface MemberRowProps {
  room: string
  member: RoomMember
  mayKick: boolean
  onKicked(): void
}

function MemberRow({ room, member, mayKick, onKicked }: MemberRowProps) {
  const app = useApp()
  const { texts } = app
  const desk = useDesk()
  const act = useAct()
  const { user, role } = member
  const friend = desk.circle.friend(user)
  return (
    <li>
      {friend === undefined ? <span class="sign" /> : <StatusSign status={friend.status} />}
      <span class="row-text">
        <button
          type="button"
          class="link name"
          disabled={desk.isMe(user)}
          onClick={() => app.go({ chat: user, ...(friend === undefined && { panel: 'details' }) })}
        >
          <bdi>{desk.circle.nameOf(user)}</bdi>
        </button>
        {role === 'owner' && <span class="soft"> · {texts.owner}</span>}
        {desk.isMe(user) && <span class="soft"> · {texts.you}</span>}
        <Problem text={act.problem} />
      </span>
      {mayKick && (
        <button
          type="button"
          class="small danger"
          disabled={act.isBusy}
          aria-label={fill(texts.kickName, { name: desk.circle.nameOf(user) })}
          onClick={() =>
            act.run(async () => {
              await desk.client.request('room.kick', { room, user })
              onKicked()
            })
          }
        >
          {texts.kick}
        </button>
      )}
    </li>
  )
}

function Invite({ room, members }: { room: string; members: readonly RoomMember[] }) {
  const app = useApp()
  const { texts } = app
  const desk = useDesk()
  const act = useAct()
  const [user, setUser] = useState('')
  const isIn = new Set(members.map((member) => member.user))
  const friends = desk.circle.list.value.friends.filter(({ chat }) => !isIn.has(chat))
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const name = desk.circle.roster.addressOf(user.trim())
    if (name === '') return
    act.run(async () => {
      await desk.client.request('room.invite', { room, user: name })
      setUser('')
      app.tell(fill(texts.invited, { name: desk.circle.nameOf(name) }))
    })
  }
  return (
    <form class="invite" onSubmit={submit}>
      <input
        list="friends"
        value={user}
        maxLength={32}
        autocomplete="off"
        aria-label={texts.inviteLabel}
        placeholder={texts.inviteLabel}
        onInput={(event) => setUser(event.currentTarget.value)}
      />
      <datalist id="friends">
        {friends.map(({ chat, name }) => (
          <option key={chat} value={chat}>
            {name}
          </option>
        ))}
      </datalist>
      <button type="submit" disabled={act.isBusy}>
        {texts.invite}
      </button>
      <Problem text={act.problem} />
    </form>
  )
}

function Leave({ room }: { room: string }) {
  const app = useApp()
  const { texts } = app
  const desk = useDesk()
  const act = useAct()
  const leave = (): void =>
    act.run(async () => {
      await leaveRoom(desk, room)
      app.goInstead({})
    })
  return (
    <div class="relation">
      <SureButton
        label={texts.leaveRoom}
        question={texts.reallyLeave}
        isBusy={act.isBusy}
        onClick={leave}
      />
      <Problem text={act.problem} />
    </div>
  )
}
