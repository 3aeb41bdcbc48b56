export type Language = 'en' | 'zh'

/** One sentence in both languages; `{name}` stands for a value. */
export type Bilingual = Readonly<Record<Language, string>>

/** All that the client says by itself. Sentences of commands stand in their rows, those of errors in `chinese-errors.ts` of client/. */
export const TEXTS = {
  welcome: { en: 'Teahouse at {server}', zh: '茶馆 {server}' },
  logInOrRegister: {
    en: 'Log in (Enter) or make a new account (n)? ',
    zh: '登录(回车)还是注册新账号(n)? ',
  },
  registrationClosed: {
    en: 'This server does not take new accounts by itself; ask its operator for one.',
    zh: '这台服务器不开放注册,请向管理员申请账号。',
  },
  askUser: { en: 'User name: ', zh: '用户名: ' },
  askUserAgain: { en: 'User name (Enter: {user}): ', zh: '用户名(回车: {user}): ' },
  askNewUser: {
    en: 'Choose a user name (2 to 32 letters or digits of any script): ',
    zh: '给自己取个用户名(2 到 32 个字,文字数字皆可): ',
  },
  askNickname: {
    en: 'The name that others see (Enter: the same): ',
    zh: '别人看到的昵称(回车: 同用户名): ',
  },
  askPassword: { en: 'Password for {user}: ', zh: '{user} 的密码: ' },
  askNewPassword: {
    en: 'Choose a password (8 to 128 letters): ',
    zh: '设置密码(8 到 128 个字符): ',
  },
  askPasswordAgain: { en: 'The same once more: ', zh: '再输入一次: ' },
  askOldPassword: { en: 'Your password now: ', zh: '当前密码: ' },
  passwordsDiffer: { en: 'The two are not the same. Once more:', zh: '两次输入不一致,请重来:' },
  passwordTooShort: { en: 'A password has at least 8 letters.', zh: '密码至少 8 个字符。' },
  noAccountYet: {
    en: 'Has {user} no account yet? Without --user you can make one.',
    zh: '{user} 还没有账号? 不加 --user 启动即可注册。',
  },
  registered: { en: 'Your account is made, {user}.', zh: '账号已建好,{user}。' },
  logInAgain: {
    en: 'The server wants your password again; the line that you were typing stays.',
    zh: '服务器要求重新输入密码;正在写的内容会保留。',
  },
  hello: {
    en: 'Hello {name}. /help tells what you can do here.',
    zh: '{name},你好。输入 /help 看看能做什么。',
  },
  noFriendsYet: {
    en: 'No friends yet. /find PREFIX finds people, /add NAME asks them.\n/open assistant is always there for questions.',
    zh: '还没有好友。/find 开头几个字 找人,/add 名字 加好友。\n有问题可以 /open assistant 问小助手。',
  },
  friendsOnline: { en: 'Online now: {names}', zh: '现在在线: {names}' },
  andMore: { en: '{names} and {count} more', zh: '{names} 等另外 {count} 人' },

  unreachable: { en: 'Cannot reach {server}: {reason}.', zh: '连不上 {server}: {reason}。' },
  keepTrying: {
    en: '{why} Trying until it answers; Ctrl-C leaves.',
    zh: '{why}会一直重试;按 Ctrl-C 退出。',
  },
  connectionLost: { en: 'Connection lost ({reason}). {next}', zh: '连接断开({reason})。{next}' },
  tryingAgain: { en: 'Trying again in {seconds} s.', zh: '{seconds} 秒后重试。' },
  tryingNow: { en: 'Trying again.', zh: '正在重试。' },
  notConnected: { en: 'Not connected: {reason}.', zh: '未连接: {reason}。' },
  connectedAgain: { en: 'Connected again.', zh: '已重新连接。' },
  ended: { en: 'The server ended this session: {reason}', zh: '服务器结束了本次会话: {reason}' },
  tokenNotSaved: {
    en: 'You will be asked for the password next time: the token could not be saved ({reason}).',
    zh: '令牌无法保存({reason}),下次仍需输入密码。',
  },

  you: { en: 'you', zh: '我' },
  teahouse: { en: 'teahouse', zh: '茶馆' },
  noTls: { en: 'no tls', zh: '无 tls' },
  offlineMark: { en: 'offline', zh: '未连接' },
  separator: { en: ', ', zh: '、' },
  recalled: { en: '(recalled)', zh: '(已撤回)' },
  storedLate: { en: 'stored at {time}: {text}', zh: '{time} 已存: {text}' },
  refused: { en: 'Not sent to {name}: {reason}', zh: '未能发给 {name}: {reason}' },
  readUpTo: { en: '{name} has read up to {time}', zh: '{name} 已读到 {time}' },
  isTyping: { en: '{name} is typing…', zh: '{name} 正在输入…' },
  newFrom: { en: '{count} new from {name}', zh: '{name} 发来 {count} 条新消息' },
  newIn: { en: '{count} new in {name}', zh: '{name} 有 {count} 条新消息' },
  unread: { en: '{count} new', zh: '{count} 条新消息' },
  whileAway: { en: 'While you were away', zh: '你不在的时候' },
  notShown: { en: '{count} earlier ones: /open {chat}', zh: '更早还有 {count} 条: /open {chat}' },
  nothingMissed: { en: 'You missed nothing.', zh: '没有错过消息。' },
  older: { en: 'earlier', zh: '更早' },
  noOlder: { en: 'This is the beginning.', zh: '已经是最早的消息了。' },
  noMessages: { en: 'Nothing said yet. Just type.', zh: '还没有消息,直接输入即可。' },
  goesOn: { en: '/history shows earlier ones', zh: '/history 看更早的' },
  closed: { en: 'Closed {name}.', zh: '已离开 {name} 的对话。' },
  noOpenChat: {
    en: 'No chat is open, so this went nowhere. /open NAME first, or /msg NAME text.',
    zh: '没有打开对话,消息没有发出。先 /open 名字,或用 /msg 名字 内容。',
  },

  friends: { en: 'Friends', zh: '好友' },
  online: { en: 'online', zh: '在线' },
  away: { en: 'away', zh: '离开' },
  offline: { en: 'offline', zh: '离线' },
  blocked: { en: 'blocked', zh: '已屏蔽' },
  blockedPeople: { en: 'Blocked: {names}', zh: '已屏蔽: {names}' },
  requests: { en: 'Friend requests', zh: '好友请求' },
  incoming: {
    en: 'asks you: /accept {user} or /decline {user}',
    zh: '请求加你: /accept {user} 或 /decline {user}',
  },
  outgoing: { en: 'has not answered yet', zh: '尚未答复' },
  noRequests: { en: 'No open requests.', zh: '没有待处理的请求。' },
  nobodyFound: { en: 'Nobody is called that.', zh: '没有找到这样的人。' },
  rooms: { en: 'Rooms', zh: '聊天室' },
  noRooms: {
    en: 'No rooms. /create #name makes one.',
    zh: '没有聊天室。用 /create #名字 新建一个。',
  },
  memberCount: { en: 'members: {count}', zh: '{count} 人' },
  members: { en: 'Members', zh: '成员' },
  privateRoom: { en: 'private', zh: '私密' },
  owner: { en: 'owner', zh: '群主' },
  cut: { en: 'There are more than are shown.', zh: '未全部列出。' },

  cameOnline: { en: '{name} is online', zh: '{name} 上线了' },
  wentAway: { en: '{name} is away', zh: '{name} 离开了' },
  wentOffline: { en: '{name} is offline', zh: '{name} 下线了' },
  wantsToBeFriends: {
    en: '{name} wants to be your friend{note} · /accept {user} or /decline {user}',
    zh: '{name} 想加你为好友{note} · /accept {user} 或 /decline {user}',
  },
  becameFriends: {
    en: '{name} is now your friend · /open {user}',
    zh: '{name} 已成为你的好友 · /open {user}',
  },
  noLongerFriends: { en: '{name} is no longer your friend', zh: '{name} 不再是你的好友' },
  requestGone: {
    en: 'The request between you and {name} is gone',
    zh: '你和 {name} 之间的好友请求已不在',
  },
  joined: { en: '{name} joined {room}', zh: '{name} 加入了 {room}' },
  left: { en: '{name} left {room}', zh: '{name} 离开了 {room}' },
  removed: { en: '{name} was removed from {room} by {by}', zh: '{by} 将 {name} 移出了 {room}' },
  youJoined: {
    en: 'You joined {room} on another device',
    zh: '你在另一台设备上加入了 {room}',
  },
  youLeft: { en: 'You are no longer in {room}', zh: '你已不在 {room} 中' },
  youWereRemoved: { en: '{by} removed you from {room}', zh: '{by} 将你移出了 {room}' },
  invited: {
    en: '{name} invites you to {room} · /join {room}',
    zh: '{name} 邀请你加入 {room} · /join {room}',
  },
  youRecalled: { en: 'Recalled: {text}', zh: '已撤回: {text}' },
  nothingToRecall: {
    en: 'You have not said so much here lately.',
    zh: '最近在这里没有说过这么多。',
  },
  tooLateToRecall: {
    en: 'A message can be recalled for two minutes; this one is older: {text}',
    zh: '只能撤回两分钟以内的消息,这条更早: {text}',
  },
  found: { en: 'Found', zh: '找到的消息' },
  nothingFound: { en: 'Nothing found.', zh: '没有找到。' },
  foundMore: { en: '/search goes further back', zh: '/search 继续往前找' },
  wasRecalled: { en: 'A message in {name} was recalled', zh: '{name} 中有一条消息被撤回' },
  announcement: { en: 'Announcement', zh: '公告' },

  unknownCommand: {
    en: 'There is no /{word}. Did you mean /{nearest}?',
    zh: '没有 /{word} 这个命令,是想用 /{nearest} 吗?',
  },
  noSuchCommand: {
    en: 'There is no /{word}. /help lists what there is.',
    zh: '没有 /{word} 这个命令。/help 列出全部命令。',
  },
  usage: { en: 'Like this: {usage}', zh: '用法: {usage}' },
  legend: {
    en: '◌ waiting  ✓ stored  ✓✓ delivered  ✔✔ read  ● online  ◐ away  ○ offline',
    zh: '◌ 等待  ✓ 已存  ✓✓ 已送达  ✔✔ 已读  ● 在线  ◐ 离开  ○ 离线',
  },
  helpText: {
    en: 'Anything without / goes to the open chat; //x sends "/x". Tab completes names.',
    zh: '不带 / 的内容发到打开的对话;//x 发出 "/x"。Tab 补全名字。',
  },
  helpMore: {
    en: '/help COMMAND explains one, /help all every one.',
    zh: '/help 命令 看一个的说明,/help all 看全部。',
  },
  stillWaiting: {
    en: 'Messages that were not stored before this client ended: {count}.',
    zh: '退出前还有 {count} 条消息未存入。',
  },
  waitingToLeave: {
    en: 'Waiting for {count} messages to be stored …',
    zh: '正在等待 {count} 条消息存入 …',
  },
  bye: { en: 'Bye.', zh: '再见。' },
  needTerminal: {
    en: 'this needs a terminal; for pipes and scripts use --plain',
    zh: '这里需要终端;管道和脚本请用 --plain',
  },
  needUser: {
    en: '--plain needs --user, and --password-file for the first time',
    zh: '--plain 需要 --user,第一次还需要 --password-file',
  },
  badPasswordFile: {
    en: 'cannot read the password file: {reason}',
    zh: '无法读取密码文件: {reason}',
  },
} as const satisfies Record<string, Bilingual>

export type TextKey = keyof typeof TEXTS
