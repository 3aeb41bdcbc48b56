import t, { type Test } from 'tap'
import { type Deferred, deferred } from '../../test/support/deferred.ts'
import { settled } from '../../test/support/settled.ts'
import type { BackendQuestion } from '../backends/backend.ts'
import { BackendTrouble, isTroubleSentence } from '../backends/trouble.ts'
import { Consultation } from '../consultation.ts'

const LIMITS = { asked: 2, waiting: 2, waitMs: 60_000, retryMs: 0 }

function open(_t: Test, limits: Partial<typeof LIMITS> = {}) {
  const asked: { text: string; answer: Deferred<string> }[] = []
  const troubles: BackendTrouble[] = []
  const backend = {
    isSlow: true,
    answer: ({ text }: BackendQuestion) => {
      const answer = deferred<string>()
      asked.push({ text, answer })
      return answer.promise
    },
  }
  const consultation = new Consultation({
    ...{ backend, troubled: (error) => troubles.push(error) },
    limits: { ...LIMITS, ...limits },
  })
  const abort = new AbortController()
  const ask = (text: string, language: 'en' | 'zh' = 'en') => {
    const question = { userId: 7, text, language, now: 0, turns: async () => [] }
    return consultation.ask(question, abort.signal)
  }
  return { asked, troubles, ask, abort }
}

const down = (partial = '') => new BackendTrouble('down', 'ECONNRESET', { partial })
/** Long enough for a pause of no milliseconds. */
const paused = () => new Promise((resolve) => setTimeout(resolve, 5)).then(settled)

t.test('a few at a time, then a line, then a plain sentence', async (t) => {
  const { asked, ask, troubles } = open(t)
  const answers = ['a', 'b', 'c', 'd'].map((text) => ask(text))
  t.match(await ask('e'), /^Too many people/)
  t.match(await ask('e', 'zh'), /^现在问我的人太多了/)
  t.match(troubles, [{ kind: 'busy' }, { kind: 'busy' }])
  t.same(
    asked.map(({ text }) => text),
    ['a', 'b'],
  )
  asked[1]?.answer.resolve('B')
  t.equal(await answers[1], 'B')
  asked[0]?.answer.reject(new Error('a bug'))
  await t.rejects(answers[0] as Promise<string>, /a bug/)
  await settled()
  t.same(
    asked.map(({ text }) => text),
    ['a', 'b', 'c', 'd'],
    'a failure gives its place on too',
  )
  for (const { answer, text } of asked) answer.resolve(text)
  t.same(await Promise.all(answers.slice(2)), ['c', 'd'])
  const last = ask('f')
  await settled()
  asked.at(-1)?.answer.resolve('F')
  t.equal(await last, 'F')
})

t.test('who waits too long in line is told, and takes no place with them', async (t) => {
  const { asked, ask } = open(t, { asked: 1, waitMs: 20 })
  const first = ask('a')
  t.match(await ask('b'), /^Too many people/)
  asked[0]?.answer.resolve('A')
  t.equal(await first, 'A')
  const next = ask('c')
  await settled()
  asked[1]?.answer.resolve('C')
  t.equal(await next, 'C')
})

t.test('a back end that is down is asked once more, and no third time', async (t) => {
  const { asked, ask, troubles } = open(t)
  const lucky = ask('a')
  await settled()
  asked[0]?.answer.reject(down())
  await paused()
  asked[1]?.answer.resolve('A')
  t.equal(await lucky, 'A')
  t.same(troubles, [])
  const unlucky = ask('b')
  await settled()
  asked[2]?.answer.reject(down('a long begin'))
  await paused()
  asked[3]?.answer.reject(down('a beg'))
  t.equal(await unlucky, 'a long begin… (the answer broke off here)')
  t.equal(asked.length, 4)
  t.match(troubles, [{ kind: 'down' }])
})

t.test('every other trouble is a sentence at once, in the language of the question', async (t) => {
  const kinds = ['slow', 'quota', 'refused', 'tooLong', 'garbled', 'silent'] as const
  for (const kind of kinds) {
    const { asked, ask } = open(t)
    const answers = [ask('a'), ask('b', 'zh')]
    await settled()
    for (const { answer } of asked) answer.reject(new BackendTrouble(kind, 'detail'))
    const [en = '', zh = ''] = await Promise.all(answers)
    t.match(en, /^[A-Z][^\p{Script=Han}]+\.$/u, kind)
    t.match(zh, /^\p{Script=Han}.*。$/u, kind)
    t.ok(isTroubleSentence(en) && isTroubleSentence(zh))
    t.equal(asked.length, 2)
  }
})

t.test('an answer is cleaned, and one of which nothing is left is none', async (t) => {
  const { asked, ask, troubles } = open(t)
  const answers = [ask('a'), ask('b')]
  await settled()
  asked[0]?.answer.resolve(' \u001b[2Jtea\n')
  asked[1]?.answer.resolve(' \u0000\u001b ')
  t.equal(await answers[0], '[2Jtea')
  t.match(await answers[1], /^I have no answer/)
  t.match(troubles, [{ kind: 'silent' }])
})

t.test('an abort ends the asking, the line and the pause between two tries', async (t) => {
  const { asked, ask, abort } = open(t, { asked: 1, retryMs: 60_000 })
  const first = ask('a')
  const waiting = ask('b')
  await settled()
  asked[0]?.answer.reject(down())
  await settled()
  abort.abort(new Error('stopping'))
  await t.rejects(first, { message: 'stopping' })
  await t.rejects(waiting, { message: 'stopping' })
  await t.rejects(ask('c'), { message: 'stopping' })
  t.equal(asked.length, 1)
})
