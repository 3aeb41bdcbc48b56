import t from 'tap'
import { helpCommand } from '../commands/help.ts'
import { languageOf } from '../language.ts'
import { isQuestionForMissed } from '../missed-report.ts'
import { smallTalk } from '../small-talk.ts'

const NOW = Date.UTC(2026, 10, 22, 9, 41)

const cases: [question: string, answer: RegExp][] = [
  ['what time is it', /^It is .*2026.* on the server\.$/],
  ['现在几点', /^服务器现在是2026年.*。$/],
  ['Good morning', /^Hello!/],
  ['你好！', /^你好!/],
  ['thanks a lot', /^You are welcome/],
  ['谢谢你', /^不客气/],
  ['good night', /^See you/],
  ['晚安', /^再见/],
  ['who are you', /^I am the assistant/],
  ['你是谁', /^我是这里的小助手/],
  ['why is the sky blue', /^I do not know that one/],
  ['天为什么是蓝的', /^这个我还不会/],
  ['helpful hints', /^I do not know/],
  ['this', /^I do not know/],
]

for (const [question, answer] of cases) {
  t.test(`"${question}" gets its answer, in its language`, async (t) => {
    t.match(smallTalk(question, NOW), answer)
    t.equal(languageOf(question), languageOf(smallTalk(question, NOW)))
  })
}

t.test('help lists every command, in the language of the question', async (t) => {
  for (const text of ['help', '  /HELP ?? ', '?', '？', '帮助', '你会什么？']) {
    t.ok(helpCommand.understands(text), text)
  }
  for (const text of ['helpful hints', 'please help my cat', '帮助他']) {
    t.notOk(helpCommand.understands(text), text)
  }
  const asked = { asker: { id: 7, name: 'li' }, conversationId: 3, seq: 1, text: 'help' }
  const help = (language: 'en' | 'zh') =>
    helpCommand.answer({ ...asked, language, at: NOW, now: NOW })
  t.match(await help('en'), /missed .*\n.*online .*\n.*search .*\n.*remind .*\n.*time .*\n.*help /s)
  t.match(await help('zh'), /离线消息 .*\n.*在线 .*\n.*搜索 .*\n.*提醒.*\n.*时间 .*\n.*帮助 /s)
})

t.test('what asks for the missed messages, and what does not', async (t) => {
  const asks = ['missed', ' Missed? ', '/missed', 'What did I miss?', 'offline messages', 'offline']
  for (const text of [...asks, '离线消息', '未读消息。', '我错过了什么？']) {
    t.equal(isQuestionForMissed(text), true, text)
  }
  for (const text of ['I missed you', 'missed calls', '离线', 'help']) {
    t.equal(isQuestionForMissed(text), false, text)
  }
})

t.test('[G-6] a text that is made to be slow to match is not', async (t) => {
  const nasty = [
    `missed${' '.repeat(7_990)}x`,
    `help${' '.repeat(7_990)}x`,
    `missed${' ?'.repeat(3_990)}x`,
    `${' '.repeat(7_999)}x`,
    'hello '.repeat(1_333),
  ]
  for (const text of nasty) {
    const time = (): number => {
      const start = performance.now()
      isQuestionForMissed(text)
      smallTalk(text, NOW)
      return performance.now() - start
    }
    // The square of the length took a hundred milliseconds. The best of a few: noise only ever adds.
    const best = Math.min(...Array.from({ length: 5 }, time))
    t.ok(best < 10, `${text.slice(0, 10)}…: ${best.toFixed(2)} ms`)
  }
})
