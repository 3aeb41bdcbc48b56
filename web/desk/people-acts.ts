import type { Desk } from './desk.ts'

export type FriendAct =
  | 'friend.accept'
  | 'friend.decline'
  | 'friend.remove'
  | 'friend.block'
  | 'friend.unblock'

/** @throws ChatClientError */
export async function friendAct(desk: Desk, act: FriendAct, user: string): Promise<void> {
  await desk.client.request(act, { user })
  await refreshFriends(desk)
}

/** Answers whether they are friends now, because the other had asked already. @throws ChatClientError */
export async function askFriend(desk: Desk, user: string, note: string): Promise<boolean> {
  const { state } = await desk.client.request('friend.request', {
    user,
    ...(note !== '' && { note }),
  })
  await refreshFriends(desk)
  return state === 'accepted'
}

/** Asks anew who one's friends are: the server tells the others about a change, and this session only "ok". */
async function refreshFriends({ client, circle }: Desk): Promise<void> {
  const reply = await client.request('friends', {})
  circle.roster.learnFriends(reply.friends, reply.requests)
  circle.rosterChanged()
}
