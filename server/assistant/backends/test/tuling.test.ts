import t, { type Test } from 'tap'
import { AnsweringServer, json, never, status } from '../../../../test/support/answering-server.ts'
import { BackendTrouble } from '../trouble.ts'
import { TULING_LIMITS, tulingBackend } from '../tuling.ts'

const KEY = 'k'.repeat(32)

async function open(t: Test, ...behaviours: Parameters<AnsweringServer['behave']>) {
  const server = await AnsweringServer.start(t, ...behaviours)
  // Only who waits for nothing is in a hurry.
  const limits = { ...TULING_LIMITS, firstMs: behaviours.includes(never) ? 200 : 5_000 }
  const backend = tulingBackend({ url: `${server.url}/openapi/api/v2`, key: KEY, limits })
  const ask = (text: string, userId = 7) =>
    backend.answer(
      { userId, text, language: 'zh', now: 0, turns: async () => [] },
      new AbortController().signal,
    )
  const kindOf = (work: Promise<string>) =>
    work.then(
      (text) => `an answer: ${text}`,
      (error: unknown) => (error instanceof BackendTrouble ? error.kind : error),
    )
  return { server, ask, kindOf }
}

const answer = (code: number, ...texts: string[]) =>
  json({
    intent: { code },
    results: texts.map((text) => ({ groupType: 1, resultType: 'text', values: { text } })),
  })

t.test('asks as the API wants it, and never says who asks', async (t) => {
  const { server, ask } = await open(t, answer(10004, '你好', '想喝茶吗?'))
  t.equal(await ask('你好呀'), '你好\n想喝茶吗?')
  const [request] = server.requests
  t.match(request, { method: 'POST', path: '/openapi/api/v2' })
  t.match(request?.headers['content-type'], /^application\/json/)
  t.match(request?.body, {
    reqType: 0,
    perception: { inputText: { text: '你好呀' } },
    userInfo: { apiKey: KEY, userId: /^[0-9a-f]{32}$/ },
  })
  await ask('还有呢')
  await ask('我是别人', 8)
  const ids = server.requests.map(({ body }) => body.userInfo.userId)
  t.equal(ids[0], ids[1], 'the same for one user')
  t.not(ids[0], ids[2])
})

t.test('links are part of the answer, what is neither is not', async (t) => {
  const { ask } = await open(
    t,
    json({
      intent: { code: 10013 },
      results: [
        { resultType: 'text', values: { text: '看这里' } },
        { resultType: 'url', values: { url: 'http://hotel.lan/' } },
        { resultType: 'news', values: { news: [{ name: 'x' }] } },
        null,
        7,
      ],
    }),
  )
  t.equal(await ask('附近的酒店'), '看这里\nhttp://hotel.lan/')
})

t.test('its error codes, also where an answer stands beside them', async (t) => {
  const { server, ask, kindOf } = await open(t, never)
  const kinds = { 4003: 'quota', 4007: 'refused', 4602: 'tooLong', 8008: 'down' }
  const more = { 5000: 'silent', 6000: 'silent', 4000: 'refused', 4600: 'silent' }
  for (const [code, kind] of Object.entries({ ...kinds, ...more })) {
    server.behave(answer(Number(code), '请求次数超限制!'))
    t.equal(await kindOf(ask('问')), kind, code)
    server.behave(json({ intent: { code: Number(code) } }))
    t.equal(await kindOf(ask('问')), kind, `${code} without results`)
  }
})

t.test('a question of 150 characters is asked, a longer one is not even sent', async (t) => {
  const { server, ask, kindOf } = await open(t, answer(10004, '好'))
  t.equal(await ask('茶'.repeat(150)), '好')
  t.equal(await ask('🍵'.repeat(150)), '好', 'characters, not halves of them')
  t.equal(await kindOf(ask('茶'.repeat(151))), 'tooLong')
  t.equal(server.requests.length, 2)
})

t.test('[G-6] whatever else comes', async (t) => {
  const { server, ask, kindOf } = await open(t, never)
  t.equal(await kindOf(ask('问')), 'slow')
  const bad = ['{', 'null', '7', '[]', '{}', '{"intent":7}', '{"intent":{"code":"x"}}']
  for (const body of bad) {
    server.behave(json(body))
    t.equal(await kindOf(ask('问')), 'garbled', body)
  }
  for (const results of [undefined, null, 7, {}, [], [{}], [{ values: { text: 7 } }]]) {
    server.behave(json({ intent: { code: 10004 }, results }))
    t.equal(await kindOf(ask('问')), 'silent', JSON.stringify(results))
  }
  server.behave(json('x'.repeat(300_000)))
  t.equal(await kindOf(ask('问')), 'garbled')
  server.behave(status(500))
  t.equal(await kindOf(ask('问')), 'down')
})
