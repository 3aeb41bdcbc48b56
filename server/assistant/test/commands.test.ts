import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { temporaryFolder } from '../../../test/support/temporary-folder.ts'
import { ConfigError } from '../../config.ts'
import { readKeyFile } from '../backends/key-file.ts'
import type { LocalQuestion } from '../commands/local-command.ts'
import { localCommands } from '../commands/local-commands.ts'
import { type Finding, searchCommand } from '../commands/search.ts'
import { fitText } from '../fit-text.ts'

const NOW = new Date(2026, 10, 22, 9, 41).getTime()

const questionOf = (text: string, language: 'en' | 'zh' = 'en'): LocalQuestion => ({
  ...{ asker: { id: 7, name: 'li' }, conversationId: 3, seq: 5 },
  ...{ text, language, at: NOW, now: NOW },
})

t.test('what is unmistakably a command is understood by one, all else by none', async (t) => {
  const commands = localCommands({} as never)
  const names = ['missed', 'help', 'time', 'online', 'reminders', 'cancel', 'remind', 'search']
  const understoodBy = (text: string) =>
    names.filter((_, i) => commands[i]?.understands(text)).join()
  const cases: Record<string, string[]> = {
    missed: ['missed', '/missed', '离线消息', 'What did I miss?'],
    help: ['help', '帮助', '?'],
    time: ['time', 'What time is it now?', '现在几点了?', '今天星期几', "what's the date"],
    online: ['online', 'Who is online?', 'who’s there', '谁在线', '有谁在线吗?', '在线好友'],
    reminders: ['reminders', 'my reminders', '我的提醒', '提醒列表', 'show my reminders'],
    cancel: ['cancel reminder 3', 'delete reminder #3', '取消提醒 3', '取消所有提醒'],
    remind: ['remind me to go', 'remind me in 5 minutes', '提醒我明天', '5分钟后提醒我'],
    search: ['search tea', '/search tea', 'search my messages for tea', '搜索 茶', '搜索茶馆'],
    '': [
      ...['how do I search for meaning', 'the time is right', 'why?', 'help me with my code'],
      ...[
        'who is online shopping for',
        'search',
        '搜索',
        '你觉得现在几点吃饭好',
        'x'.repeat(8_000),
      ],
      ...['谁在线下见过他', '/', '', '...', 'I missed the bus'],
    ],
  }
  for (const [name, texts] of Object.entries(cases)) {
    for (const text of texts) t.equal(understoodBy(text), name, text)
  }
})

t.test('[G-6] no text takes a command long to reject', async (t) => {
  const commands = localCommands({} as never)
  for (const text of [' ?'.repeat(4_000), `search ${' '.repeat(7_990)}`, '谁在'.repeat(4_000)]) {
    const time = (): number => {
      const start = performance.now()
      for (const command of commands) command.understands(`${text}x`)
      return performance.now() - start
    }
    t.ok(Math.min(...Array.from({ length: 5 }, time)) < 10)
  }
})

t.test('search lists what it found, newest first, or says that it cannot', async (t) => {
  const asked: unknown[] = []
  let found: Finding[] = []
  const search = searchCommand(async (...args) => {
    asked.push(args)
    return found
  })
  t.equal(
    await search.answer(questionOf('search green tea?')),
    'None of your messages holds "green tea".',
  )
  t.same(asked, [[7, 'green tea', 20]])
  found = [
    { chat: '#tea', from: 'han', at: NOW - 60_000, text: 'green\ntea' },
    { chat: 'han', from: 'li', at: NOW - 24 * 3_600_000, text: `tea ${'🍵'.repeat(200)}` },
  ]
  t.equal(
    await search.answer(questionOf('搜索 茶', 'zh')),
    `找到 2 条,新的在前:\n  09:40 han → #tea: green tea\n  11/21 09:41 li → han: tea ${'🍵'.repeat(116)}…`,
  )
  found = Array.from({ length: 20 }, () => ({ chat: 'han', from: 'li', at: NOW, text: 'tea' }))
  t.match(await search.answer(questionOf('search tea')), /^The newest 20:\n/)
  const without = searchCommand(undefined)
  t.match(await without.answer(questionOf('search tea')), /cannot search/)
  t.match(await without.answer(questionOf('搜索茶', 'zh')), /不能搜索/)
})

t.test('[P-8] whatever is said becomes a message', async (t) => {
  t.equal(fitText('  a\u0000\u001b[2J\r\nb\tc\u009b \ud800 '), 'a[2J\nb\tc \ufffd')
  t.equal(fitText('🍵'.repeat(8_000)), '🍵'.repeat(8_000))
  t.equal(fitText('🍵'.repeat(8_001)), `${'🍵'.repeat(7_999)}…`)
  t.equal(fitText('x'.repeat(1_000_000)), `${'x'.repeat(7_999)}…`)
})

t.test('a key is the first line of its file, and an unusable one is not quoted', async (t) => {
  const file = join(temporaryFolder(t), 'key')
  const problem = async (content?: string) => {
    if (content !== undefined) writeFileSync(file, content)
    const error = await readKeyFile(content === undefined ? `${file}-not` : file).catch((e) => e)
    t.ok(error instanceof ConfigError)
    return error.message
  }
  writeFileSync(file, ' sk-secret \r\nmore\n')
  t.equal(await readKeyFile(file), 'sk-secret')
  t.match(await problem(), /^--assistant-key-file: cannot be read: ENOENT$/)
  for (const content of ['', '\nsk-secret', 'sk secret', 'sk-密钥', 'k'.repeat(5_000)]) {
    const message = await problem(content)
    t.match(message, /must hold the key/)
    t.notMatch(message, /secret|密钥|kkkk/)
  }
})
