import type { User } from '../../protocol/entities.ts'
import { ASSISTANT } from '../../protocol/limits.ts'
import { foldName } from '../../protocol/names.ts'
import { type FriendAct, friendAct } from '../desk/people-acts.ts'
import { useApp, useDesk } from './app-context.ts'
import { Problem, StatusSign } from './bits.tsx'
import { AskButton, Names } from './people.tsx'
import { SureButton } from './sure-button.tsx'
import { useAct } from './use-act.ts'
import { useFound } from './use-found.ts'

/** Who somebody is, and what is between the two. */
export function PersonDetails({ user }: { user: string }) {
  const { texts } = useApp()
  const desk = useDesk()
  const friend = desk.circle.friend(user)
  // What they say about themselves may have changed since the log-in.
  const { found } = useFound(user, async () => {
    const { users } = await desk.client.request('users.find', { query: user, limit: 10 })
    return users.find((one) => foldName(one.user) === foldName(user))
  })
  const person: User = { user, nickname: '', status: 'offline', ...found, ...presenceOf(friend) }
  return (
    <>
      <p class="person-name">
        <Names user={user} nickname={person.nickname || friend?.nickname || ''} />
      </p>
      {(friend ?? found) !== undefined && (
        <p>
          <StatusSign status={person.status} /> {texts[person.status]}
        </p>
      )}
      {person.bio !== undefined && person.bio !== '' && (
        <p class="bio" dir="auto">
          {person.bio}
        </p>
      )}
      {user === ASSISTANT ? (
        <p class="hint">{texts.assistantAbout}</p>
      ) : (
        <Relation
          user={user}
          isFriend={friend !== undefined}
          isBlocked={friend?.blocked === true}
        />
      )}
    </>
  )
}

/** Of a friend the server tells at once. */
function presenceOf(friend: User | undefined): Partial<User> {
  return friend === undefined ? {} : { status: friend.status }
}

interface RelationProps {
  user: string
  isFriend: boolean
  isBlocked: boolean
}

function Relation({ user, isFriend, isBlocked }: RelationProps) {
  const { texts } = useApp()
  const desk = useDesk()
  const act = useAct()
  const request = desk.circle.requests.value.find((one) => foldName(one.user) === foldName(user))
  const run = (what: FriendAct) => () => act.run(() => friendAct(desk, what, user))
  return (
    <div class="relation">
      {!isFriend && request === undefined && (
        <>
          <p class="hint">{texts.notFriendHint}</p>
          <AskButton user={user} />
        </>
      )}
      {request?.direction === 'outgoing' && <p class="hint">{texts.noAnswerYet}</p>}
      {request?.direction === 'incoming' && (
        <button type="button" class="primary" disabled={act.isBusy} onClick={run('friend.accept')}>
          {texts.accept}
        </button>
      )}
      {isBlocked ? (
        <button type="button" disabled={act.isBusy} onClick={run('friend.unblock')}>
          {texts.unblock}
        </button>
      ) : (
        <button type="button" class="danger" disabled={act.isBusy} onClick={run('friend.block')}>
          {texts.block}
        </button>
      )}
      {isFriend && (
        <SureButton
          label={texts.removeFriend}
          question={texts.reallyRemove}
          isBusy={act.isBusy}
          onClick={run('friend.remove')}
        />
      )}
      <Problem text={act.problem} />
    </div>
  )
}
