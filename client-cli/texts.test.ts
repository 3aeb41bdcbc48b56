import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { CHINESE_ERRORS } from '../client/chinese-errors.ts'
import { ChatClientError, LOCAL_CODES } from '../client/wire/chat-client-error.ts'
import { BYE_CODES, ERROR_CODES } from '../protocol/error-codes.ts'
import { COMMANDS } from './commands/command-table.ts'
import { Speech } from './speech.ts'
import { type Bilingual, TEXTS } from './texts.ts'
import { typedError } from './typed-error.ts'

const entries = Object.entries(TEXTS) as [string, Bilingual][]
const placesOf = (text: string): string[] =>
  [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort()

t.test('every sentence is there in both languages, with the same places for values', async (t) => {
  for (const [key, { en, zh }] of entries) {
    t.ok(en !== '' && zh !== '', key)
    t.same(placesOf(en), placesOf(zh), key)
    t.notMatch(en, /\p{Script=Han}/u, key)
  }
})

t.test('no sentence is left over', async (t) => {
  const here = import.meta.dirname
  const extension = import.meta.filename.slice(-3)
  const sources = readdirSync(here, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) =>
        file.endsWith(extension) && !file.includes('.test.') && !/^(?:texts|test\b)/.test(file),
    )
    .map((file) => readFileSync(join(here, file), 'utf8'))
    .join('\n')
  for (const [key] of entries) {
    const isUsed = new RegExp(`(?:say|ask|askSecret)\\(\\s*'${key}'|[?:] '${key}'`).test(sources)
    t.ok(isUsed, key)
  }
})

t.test('every error has its Chinese sentence', async (t) => {
  const codes = [ERROR_CODES, BYE_CODES, LOCAL_CODES].flatMap((table) => Object.keys(table))
  t.same(Object.keys(CHINESE_ERRORS).sort(), [...new Set(codes)].sort())
})

t.test('every command has its help in both languages, and a name of its own', async (t) => {
  for (const { name, help, usage } of COMMANDS) {
    t.match(name, /^[a-z]+$/)
    t.ok(help.en && help.zh, name)
    t.equal(usage === undefined, usage?.zh === undefined, name)
  }
  t.equal(new Set(COMMANDS.map(({ name }) => name)).size, COMMANDS.length)
})

t.test('an error is told in the language of the person', async (t) => {
  const error = new ChatClientError('not_friends', { message: 'Only to friends.' })
  t.equal(new Speech('en').error(error), 'Only to friends.')
  t.equal(new Speech('zh').error(error), '只能给好友发消息。')
  t.equal(new Speech('zh').error(typedError('no_open_room')), '请先打开一个聊天室,或写明聊天室。')
  t.equal(new Speech('en').error(typedError('no_open_room')), 'Open a room first, or name it.')
  const unheardOf = new ChatClientError('constructor', { message: 'Something new.' })
  t.equal(new Speech('zh').error(unheardOf), 'Something new.')
})

t.test('what an operator says to a ban is read in Chinese as well', async (t) => {
  const message = 'This account is banned until 2026-11-23T04:47:25.000Z: 广告.'
  const speech = new Speech('zh')
  t.equal(speech.error(new ChatClientError('banned', { message })), `此账号已被封禁。(${message})`)
  t.equal(speech.error(new ChatClientError('banned')), '此账号已被封禁。')
  t.equal(
    speech.error(new ChatClientError('kicked', { message: BYE_CODES.kicked })),
    CHINESE_ERRORS.kicked,
  )
  t.equal(new Speech('en').error(new ChatClientError('banned', { message })), message)
})
