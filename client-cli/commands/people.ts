import type { Bilingual } from '../texts.ts'
import { addressOf } from './addresses.ts'
import { type Command, type CommandContext, done, needText, needWord } from './command.ts'

const NAME: Bilingual = { en: 'NAME', zh: '名字' }

type FriendRequestType =
  | 'friend.accept'
  | 'friend.decline'
  | 'friend.remove'
  | 'friend.block'
  | 'friend.unblock'

/** Asks anew who one's friends are: the server tells the others about a change, and this client only "ok". */
async function refresh({ client, roster }: CommandContext) {
  const reply = await client.request('friends', {})
  roster.learnFriends(reply.friends, reply.requests)
  return reply
}

const befriend = (
  name: string,
  type: FriendRequestType,
  help: Bilingual,
  said: Bilingual,
): Command => ({
  name,
  usage: NAME,
  help,
  async run(context, args) {
    const user = addressOf(context, needText(args))
    await context.client.request(type, { user })
    await refresh(context)
    done(context, name, said, user)
  },
})

export const PEOPLE_COMMANDS: readonly Command[] = [
  {
    name: 'friends',
    help: { en: 'your friends, how they are, what is unread', zh: '好友、状态和未读' },
    async run(context) {
      const { friends, requests, blocked, more } = await refresh(context)
      const { roster, face } = context
      const lines = friends.map((friend) => ({
        ...friend,
        unread: roster.chat(friend.user).unread,
      }))
      face.show({ kind: 'friends', friends: lines, requests, blocked, isCut: more === true })
    },
  },
  {
    name: 'add',
    usage: { en: 'NAME [note]', zh: '名字 [附言]' },
    help: { en: 'ask somebody to be your friend', zh: '请求加好友' },
    async run(context, args) {
      const [name, note] = needWord(args)
      const user = addressOf(context, name)
      const reply = await context.client.request('friend.request', { user, ...(note && { note }) })
      await refresh(context)
      const said =
        reply.state === 'accepted'
          ? { en: '{0} is now your friend.', zh: '{0} 已成为你的好友。' }
          : { en: 'Asked {0}.', zh: '已向 {0} 发出请求。' }
      done(context, 'add', said, user, reply.state)
    },
  },
  {
    name: 'requests',
    help: { en: 'friend requests that wait for an answer', zh: '待处理的好友请求' },
    async run(context) {
      const { requests } = await refresh(context)
      context.face.show({ kind: 'requests', requests })
    },
  },
  befriend(
    'accept',
    'friend.accept',
    { en: 'say yes to a friend request', zh: '同意好友请求' },
    { en: '{0} is now your friend.', zh: '{0} 已成为你的好友。' },
  ),
  befriend(
    'decline',
    'friend.decline',
    { en: 'say no to a friend request', zh: '拒绝好友请求' },
    { en: 'Declined the request of {0}.', zh: '已拒绝 {0} 的请求。' },
  ),
  befriend(
    'remove',
    'friend.remove',
    { en: 'end a friendship, or take back a request', zh: '删除好友,或撤回请求' },
    { en: '{0} is not your friend any more.', zh: '{0} 已不是你的好友。' },
  ),
  befriend(
    'block',
    'friend.block',
    { en: 'hear nothing from somebody any more', zh: '屏蔽某人' },
    { en: 'Blocked {0}.', zh: '已屏蔽 {0}。' },
  ),
  befriend(
    'unblock',
    'friend.unblock',
    { en: 'lift the block', zh: '取消屏蔽' },
    { en: '{0} is no longer blocked.', zh: '已取消屏蔽 {0}。' },
  ),
  {
    name: 'find',
    usage: { en: 'PREFIX', zh: '开头几个字' },
    help: { en: 'find people by the beginning of a name', zh: '按名字开头找人' },
    async run({ client, face }, args) {
      const { users } = await client.request('users.find', { query: needText(args) })
      face.show({ kind: 'users', users })
    },
  },
]
