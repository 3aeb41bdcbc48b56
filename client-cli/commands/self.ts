import { type Command, done, needText } from './command.ts'

export const SELF_COMMANDS: readonly Command[] = [
  {
    name: 'nick',
    usage: { en: 'NICKNAME', zh: '昵称' },
    help: { en: 'the name that others see', zh: '修改别人看到的昵称' },
    async run(context, args) {
      const { me } = await context.client.request('profile.set', { nickname: needText(args) })
      done(context, 'nick', { en: 'Others see you as {0}.', zh: '昵称已改为 {0}。' }, me.nickname)
    },
  },
  {
    name: 'bio',
    usage: { en: '[text]', zh: '[简介]' },
    help: { en: 'a few words about you', zh: '修改个人简介' },
    async run(context, args) {
      const { me } = await context.client.request('profile.set', { bio: args.trim() })
      done(context, 'bio', { en: 'Saved.', zh: '已保存。' }, me.bio ?? '')
    },
  },
  {
    name: 'away',
    help: { en: 'show that you are away', zh: '显示为离开' },
    async run(context) {
      await context.talk.setAway(true)
      done(context, 'away', { en: 'You are shown as away ◐.', zh: '已显示为离开 ◐。' })
    },
  },
  {
    name: 'back',
    help: { en: 'show that you are here again', zh: '显示为在线' },
    async run(context) {
      await context.talk.setAway(false)
      done(context, 'back', { en: 'You are shown as online ●.', zh: '已显示为在线 ●。' })
    },
  },
  {
    name: 'password',
    help: {
      en: 'change your password; other devices log out',
      zh: '修改密码,其他设备会退出登录',
    },
    async run(context) {
      const { face, client } = context
      const old = await face.askSecret('askOldPassword')
      const chosen = old === undefined ? undefined : await face.askNewPassword()
      if (old === undefined || chosen === undefined) return
      await client.request('password.change', { old, new: chosen })
      done(context, 'password', { en: 'Your password is changed.', zh: '密码已修改。' })
    },
  },
  {
    name: 'status',
    help: { en: 'who you are, where, and what waits', zh: '当前账号、服务器和待发消息' },
    run({ client, talk, face, server, key }) {
      face.show({
        kind: 'status',
        user: client.me.user,
        server,
        key: key(),
        isOnline: client.isOnline,
        unsent: client.unsent,
        openChat: talk.openChat,
      })
    },
  },
  {
    name: 'logout',
    help: { en: 'log out on this machine and leave', zh: '清除本机登录并退出' },
    async run(context) {
      await context.client.logOut()
      done(context, 'logout', { en: 'Logged out.', zh: '已退出登录。' })
      context.leave(true)
    },
  },
  {
    name: 'quit',
    help: { en: 'leave', zh: '退出' },
    run: (context) => context.leave(false),
  },
]
