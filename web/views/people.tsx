import { useState } from 'preact/hooks'
import type { FriendRequest, User } from '../../protocol/entities.ts'
import { MAX_NOTE_LENGTH } from '../../protocol/limits.ts'
import { askFriend, type FriendAct, friendAct } from '../desk/people-acts.ts'
import { joinRoom } from '../desk/room-acts.ts'
import { fill } from '../model/speech.ts'
import { useApp, useDesk } from './app-context.ts'
import { Empty, Field, Problem, StatusSign } from './bits.tsx'
import { Dialog } from './dialog.tsx'
import { useAct } from './use-act.ts'
import { useFound } from './use-found.ts'

const LIMIT = 20

/** What wants an answer, and who else there is. */
export function People() {
  const app = useApp()
  const { texts } = app
  return (
    <Dialog title={texts.peopleTitle} onClose={() => app.back()}>
      <Requests />
      <FindPeople />
      <Blocked />
    </Dialog>
  )
}

function Requests() {
  const { texts } = useApp()
  const desk = useDesk()
  const requests = desk.circle.requests.value.toSorted(
    // What wants an answer comes before what waits for one.
    (a, b) => Number(b.direction === 'incoming') - Number(a.direction === 'incoming'),
  )
  const invitations = [...desk.circle.invitations.value]
  if (requests.length === 0 && invitations.length === 0) return null
  return (
    <section>
      <h3>{texts.requests}</h3>
      <ul class="rows">
        {requests.map((request) => (
          <RequestRow key={request.user} request={request} />
        ))}
        {invitations.map(([room, user]) => (
          <InvitationRow key={room} room={room} user={user} />
        ))}
      </ul>
    </section>
  )
}

function RequestRow({ request }: { request: FriendRequest }) {
  const { texts } = useApp()
  const desk = useDesk()
  const act = useAct()
  const { user, nickname, note, direction } = request
  const answer = (what: FriendAct) => () => act.run(() => friendAct(desk, what, user))
  const isIncoming = direction === 'incoming'
  return (
    <li>
      <span class="row-text">
        <Names user={user} nickname={nickname} />
        <span class="detail" dir="auto">
          {note === '' ? (isIncoming ? texts.asksYou : texts.noAnswerYet) : `“${note}”`}
        </span>
        <Problem text={act.problem} />
      </span>
      {isIncoming ? (
        <span class="row-buttons">
          <button
            type="button"
            class="primary"
            disabled={act.isBusy}
            onClick={answer('friend.accept')}
          >
            {texts.accept}
          </button>
          <button type="button" disabled={act.isBusy} onClick={answer('friend.decline')}>
            {texts.decline}
          </button>
          <button
            type="button"
            class="danger"
            disabled={act.isBusy}
            onClick={answer('friend.block')}
          >
            {texts.block}
          </button>
        </span>
      ) : (
        <button type="button" disabled={act.isBusy} onClick={answer('friend.remove')}>
          {texts.takeBack}
        </button>
      )}
    </li>
  )
}

function InvitationRow({ room, user }: { room: string; user: string }) {
  const app = useApp()
  const { texts } = app
  const desk = useDesk()
  const act = useAct()
  const join = async (): Promise<void> => {
    app.goInstead({ chat: await joinRoom(desk, room) })
  }
  return (
    <li>
      <span class="row-text">
        <bdi class="name">{room}</bdi>
        <span class="detail">{fill(texts.invitedBy, { name: desk.circle.nameOf(user) })}</span>
        <Problem text={act.problem} />
      </span>
      <span class="row-buttons">
        <button type="button" class="primary" disabled={act.isBusy} onClick={() => act.run(join)}>
          {texts.join}
        </button>
        <button type="button" onClick={() => desk.circle.forgetInvitation(room)}>
          {texts.ignore}
        </button>
      </span>
    </li>
  )
}

function FindPeople() {
  const app = useApp()
  const { texts } = app
  const desk = useDesk()
  const [query, setQuery] = useState('')
  const word = query.trim()
  const { found, error } = useFound(word, async (wanted) =>
    wanted === ''
      ? undefined
      : await desk.client.request('users.find', { query: wanted, limit: LIMIT }),
  )
  return (
    <section>
      <Field label={texts.addFriend} hint={texts.findPeopleHint}>
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
      <ul class="rows" aria-live="polite">
        {word !== '' && found?.users.map((user) => <PersonRow key={user.user} person={user} />)}
      </ul>
      {word !== '' && found?.users.length === 0 && <Empty>{texts.nobodyFound}</Empty>}
    </section>
  )
}

function PersonRow({ person }: { person: User }) {
  const app = useApp()
  const { texts } = app
  const desk = useDesk()
  const { user, nickname, bio, status } = person
  const isFriend = desk.circle.friend(user) !== undefined
  const request = desk.circle.requests.value.find((one) => one.user === user)
  return (
    <li>
      <StatusSign status={status} />
      <span class="row-text">
        <Names user={user} nickname={nickname} />
        {bio !== undefined && bio !== '' && (
          <span class="detail" dir="auto">
            {bio}
          </span>
        )}
      </span>
      {desk.isMe(user) ? (
        <span class="soft">{texts.thatIsYou}</span>
      ) : isFriend ? (
        <button type="button" onClick={() => app.goInstead({ chat: user })}>
          {texts.write}
        </button>
      ) : request !== undefined ? (
        <span class="soft">{request.direction === 'incoming' ? texts.asksYou : texts.asked}</span>
      ) : (
        <AskButton user={user} />
      )}
    </li>
  )
}

/** What somebody is called; and by which name they are found, where that is another one. */
export function Names({ user, nickname }: { user: string; nickname: string }) {
  return (
    <>
      <bdi class="name">{nickname || user}</bdi>
      {nickname !== '' && nickname !== user && (
        <>
          {' '}
          <bdi class="soft">{user}</bdi>
        </>
      )}
    </>
  )
}

/** Asks for a friendship, with a word to it if one likes. */
export function AskButton({ user }: { user: string }) {
  const { texts } = useApp()
  const desk = useDesk()
  const act = useAct()
  const [isOpen, setOpen] = useState(false)
  const [note, setNote] = useState('')
  if (!isOpen) {
    return (
      <button type="button" class="primary" onClick={() => setOpen(true)}>
        {texts.ask}
      </button>
    )
  }
  return (
    <form
      class="ask"
      onSubmit={(event) => {
        event.preventDefault()
        act.run(async () => void (await askFriend(desk, user, note.trim())))
      }}
    >
      <input
        maxLength={MAX_NOTE_LENGTH}
        aria-label={texts.note}
        placeholder={texts.note}
        autofocus
        onInput={(event) => setNote(event.currentTarget.value)}
      />
      <button type="submit" class="primary" disabled={act.isBusy}>
        {texts.send}
      </button>
      <Problem text={act.problem} />
    </form>
  )
}

function Blocked() {
  const { texts } = useApp()
  const desk = useDesk()
  const act = useAct()
  const { found } = useFound(
    `${desk.circle.changes.value} ${desk.circle.requests.value.length}`,
    () => desk.client.request('friends', {}),
  )
  const [freed, setFreed] = useState<readonly string[]>([])
  const blocked = found?.blocked.filter((user) => !freed.includes(user)) ?? []
  if (blocked.length === 0) return null
  return (
    <section>
      <h3>{texts.blockedPeople}</h3>
      <Problem text={act.problem} />
      <ul class="rows">
        {blocked.map((user) => (
          <li key={user}>
            <bdi class="name row-text">{user}</bdi>
            <button
              type="button"
              disabled={act.isBusy}
              onClick={() =>
                act.run(async () => {
                  await friendAct(desk, 'friend.unblock', user)
                  setFreed((before) => [...before, user])
                })
              }
            >
              {texts.unblock}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
