import { MAX_PAGE } from '../../protocol/limits.ts'
import { addressOf, sayNoOpenChat } from './addresses.ts'
import { type Command, needText, needWord, splitWord, UsageError } from './command.ts'
import { recallOwn } from './recall-own.ts'

const HERE = '--here'

export const CHAT_COMMANDS: readonly Command[] = [
  {
    name: 'open',
    usage: { en: 'NAME|#room', zh: '名字|#聊天室' },
    help: {
      en: 'open a chat; what you type then goes there',
      zh: '打开对话,之后输入的内容发到那里',
    },
    run: (context, args) => context.talk.open(addressOf(context, needText(args))),
  },
  {
    name: 'close',
    help: { en: 'close the open chat', zh: '关闭当前对话' },
    run(context) {
      if (context.talk.close() === undefined) sayNoOpenChat(context)
    },
  },
  {
    name: 'history',
    usage: { en: '[n]', zh: '[条数]' },
    help: { en: 'earlier messages; repeat for still earlier', zh: '更早的消息,可重复使用' },
    async run(context, args) {
      const { talk, face } = context
      const [typed] = splitWord(args)
      const limit = typed === '' ? face.page : Number(typed)
      if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE) throw new UsageError()
      if (talk.openChat === undefined) sayNoOpenChat(context)
      else await talk.older(limit)
    },
  },
  {
    name: 'msg',
    usage: { en: 'NAME text', zh: '名字 内容' },
    help: { en: 'send one message without opening the chat', zh: '不打开对话,直接发一条' },
    isSending: true,
    run(context, args) {
      const [name, text] = needWord(args)
      context.talk.send(addressOf(context, name), needText(text))
    },
  },
  {
    name: 'recall',
    usage: { en: '[n]', zh: '[倒数第几条]' },
    help: {
      en: 'take back your last message, or the n-th',
      zh: '撤回自己在这里的上一条,或倒数第几条',
    },
    async run(context, args) {
      const [typed] = splitWord(args)
      const n = typed === '' ? 1 : Number(typed)
      if (!Number.isInteger(n) || n < 1 || n > MAX_PAGE) throw new UsageError()
      const { openChat } = context.talk
      if (openChat === undefined) sayNoOpenChat(context)
      else await recallOwn(context, openChat, n)
    },
  },
  {
    name: 'search',
    usage: { en: `[${HERE}] words`, zh: `[${HERE}] 词语` },
    help: {
      en: 'find messages; without words: go on',
      zh: '找消息;不写词语则继续往前找',
    },
    async run(context, args) {
      const { talk, finder } = context
      const [first, rest] = splitWord(args)
      if (first === '') {
        if (!(await finder.goOn())) throw new UsageError()
      } else if (first !== HERE) {
        await finder.find(needText(args), undefined)
      } else if (talk.openChat === undefined) {
        sayNoOpenChat(context)
      } else {
        await finder.find(needText(rest), talk.openChat)
      }
    },
  },
  {
    name: 'missed',
    help: { en: 'once more what came while you were away', zh: '再看一遍离线消息' },
    run: ({ talk }) => talk.showMissed(true),
  },
]
