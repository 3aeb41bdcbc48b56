import { DEFAULT_PAGE, MAX_PAGE } from '../../protocol/limits.ts'
import { addressOf, sayNoOpenChat } from './addresses.ts'
import {
  type Command,
  type CommandContext,
  done,
  needText,
  needWord,
  splitWord,
  UsageError,
} from './command.ts'

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
    usage: { en: '[n]', zh: '[第几条]' },
    help: {
      en: 'take back your last (n-th last) message',
      zh: '撤回自己最后一条(或倒数第 n 条),限两分钟内',
    },
    run: recall,
  },
  {
    name: 'search',
    usage: { en: `[${HERE}] words`, zh: `[${HERE}] 内容` },
    help: {
      en: `search all chats, or ${HERE} this one`,
      zh: `搜索所有聊天记录,${HERE} 只搜当前对话`,
    },
    async run({ client, face, talk }, args) {
      const isHere = splitWord(args)[0] === HERE
      const query = needText(isHere ? splitWord(args)[1] : args)
      const chat = isHere ? talk.openChat : undefined
      const fields = { query, ...(chat !== undefined && { chat }) }
      const { messages } = await client.request('search', fields)
      face.show({ kind: 'found', query, messages })
    },
  },
  {
    name: 'missed',
    help: { en: 'once more what came while you were away', zh: '再看一遍离线消息' },
    run: ({ talk }) => talk.showMissed(true),
  },
]

async function recall(context: CommandContext, args: string): Promise<void> {
  const { client, talk, face, speech } = context
  const nth = args.trim() === '' ? 1 : Number(args)
  if (!Number.isInteger(nth) || nth < 1 || nth > DEFAULT_PAGE) throw new UsageError()
  if (talk.openChat === undefined) return sayNoOpenChat(context)
  const { chat, messages } = await client.request('history', { chat: talk.openChat })
  const own = messages.filter(({ from, recalled }) => client.isMe(from) && recalled !== true)
  const message = own.at(-nth)
  if (message === undefined) {
    face.show({ kind: 'failed', code: 'not_found', sentence: speech.say('nothingToRecall') })
    return
  }
  await client.request('recall', { chat, seq: message.seq })
  done(context, 'recall', { en: 'Recalled.', zh: '已撤回。' }, chat, String(message.seq))
}
