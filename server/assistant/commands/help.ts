import { commandText } from '../command-text.ts'
import type { LocalCommand } from './local-command.ts'

const ASKS = /^(help|\?|？|帮助|你会什么|你能做什么|怎么用)$/i

const HELP = {
  en: [
    'I can do this:',
    '  missed — what came in while you were away, by sender, with times',
    '  who is online — which of your friends are here',
    '  search tea — messages of yours that hold a word',
    '  remind me in 20 minutes to drink tea, or: at 15:30 to call Tom — survives a restart of the server',
    '  reminders · cancel reminder 12 · cancel all reminders',
    '  time — what time it is on the server',
    '  help — this list',
    'Ask in Chinese and I answer in Chinese.',
  ].join('\n'),
  zh: [
    '我会这些:',
    '  离线消息 — 你不在的时候谁给你发了什么,几点发的',
    '  谁在线 — 现在有哪些好友在',
    '  搜索 茶 — 在你的聊天记录里找',
    '  20分钟后提醒我喝茶,或:下午3点半提醒我开会 — 服务器重启也不会忘',
    '  我的提醒 · 取消提醒 12 · 取消所有提醒',
    '  时间 — 服务器现在几点',
    '  帮助 — 这张单子',
    '用英文问,我就用英文答。',
  ].join('\n'),
}

export const helpCommand: LocalCommand = {
  understands: (text) => ASKS.test(commandText(text)),
  answer: async ({ language }) => HELP[language],
}
