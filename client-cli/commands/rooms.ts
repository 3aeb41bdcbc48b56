import { addressOf, asRoom, roomOf } from './addresses.ts'
import { type Command, done, needWord, splitWord } from './command.ts'

const PRIVATE = '--private'

export const ROOM_COMMANDS: readonly Command[] = [
  {
    name: 'rooms',
    usage: { en: '[prefix]', zh: '[开头几个字]' },
    help: { en: 'public rooms, and yours', zh: '公开的和你加入的聊天室' },
    async run({ client, face }, args) {
      const query = args.trim().replace(/^#/, '')
      const { rooms } = await client.request('rooms.find', query === '' ? {} : { query })
      face.show({ kind: 'rooms', rooms })
    },
  },
  {
    name: 'create',
    usage: { en: `#room [topic] [${PRIVATE}]`, zh: `#聊天室 [主题] [${PRIVATE}]` },
    help: { en: 'make a room and open it', zh: '新建聊天室并打开' },
    async run(context, args) {
      const [name, rest] = needWord(args)
      const words = rest.split(/\s+/).filter((word) => word !== '')
      const topic = words.filter((word) => word !== PRIVATE).join(' ')
      const { room } = await context.client.request('room.create', {
        room: asRoom(name),
        ...(topic !== '' && { topic }),
        ...(words.includes(PRIVATE) && { private: true }),
      })
      context.client.enterRoom(room, 0)
      done(context, 'create', { en: '{0} is yours.', zh: '{0} 已建好。' }, room)
      await context.talk.open(room)
    },
  },
  {
    name: 'join',
    usage: { en: '#room', zh: '#聊天室' },
    help: { en: 'enter a room and open it', zh: '加入聊天室并打开' },
    async run(context, args) {
      const [name] = needWord(args)
      const { room, head } = await context.client.request('room.join', { room: asRoom(name) })
      context.client.enterRoom(room, head)
      done(context, 'join', { en: 'You are in {0}.', zh: '已加入 {0}。' }, room)
      await context.talk.open(room)
    },
  },
  {
    name: 'leave',
    usage: { en: '[#room]', zh: '[#聊天室]' },
    help: { en: 'leave a room', zh: '退出聊天室' },
    async run(context, args) {
      const [typed] = splitWord(args)
      const { room } = await context.client.request('room.leave', { room: roomOf(context, typed) })
      context.talk.leftRoom(room)
      done(context, 'leave', { en: 'You have left {0}.', zh: '已退出 {0}。' }, room)
    },
  },
  {
    name: 'invite',
    usage: { en: 'NAME [#room]', zh: '名字 [#聊天室]' },
    help: { en: 'invite somebody to the room', zh: '邀请某人加入聊天室' },
    async run(context, args) {
      const [name, rest] = needWord(args)
      const user = addressOf(context, name)
      const room = roomOf(context, rest.trim())
      await context.client.request('room.invite', { room, user })
      done(
        context,
        'invite',
        { en: 'Invited {0} to {1}.', zh: '已邀请 {0} 加入 {1}。' },
        user,
        room,
      )
    },
  },
  {
    name: 'kick',
    usage: { en: 'NAME [#room]', zh: '名字 [#聊天室]' },
    help: { en: 'remove somebody from your room', zh: '将某人移出你的聊天室' },
    async run(context, args) {
      const [name, rest] = needWord(args)
      const user = addressOf(context, name)
      const room = roomOf(context, rest.trim())
      await context.client.request('room.kick', { room, user })
      done(context, 'kick', { en: 'Removed {0} from {1}.', zh: '已将 {0} 移出 {1}。' }, user, room)
    },
  },
  {
    name: 'who',
    usage: { en: '[#room]', zh: '[#聊天室]' },
    help: { en: 'who is in the room', zh: '聊天室里有谁' },
    async run(context, args) {
      const [typed] = splitWord(args)
      const info = await context.client.request('room.info', { room: roomOf(context, typed) })
      const { room, topic, private: isPrivate, members, more } = info
      context.face.show({ kind: 'members', room, topic, isPrivate, members, isCut: more === true })
    },
  },
]
