import type { ServerResponse } from 'node:http'
import t, { type Test } from 'tap'
import {
  AnsweringServer,
  breaksOff,
  json,
  never,
  piece,
  startStream,
  status,
  streams,
} from '../../../../test/support/answering-server.ts'
import type { BackendQuestion, Turn } from '../backend.ts'
import { completionsUrl, openAiBackend } from '../openai.ts'
import { BackendTrouble } from '../trouble.ts'

const LIMITS = { firstMs: 5_000, idleMs: 5_000, totalMs: 5_000, maxBytes: 10_485_760 }
const NOW = Date.UTC(2026, 10, 22, 9, 41)

const questionOf = (text: string, turns: Turn[] = []): BackendQuestion => ({
  ...{ userId: 7, text, language: 'en', now: NOW },
  turns: async () => turns,
})

async function open(t: Test, ...behaviours: Parameters<AnsweringServer['behave']>) {
  const server = await AnsweringServer.start(t, ...behaviours)
  const ask = (text = 'why?', limits: Partial<typeof LIMITS> = {}, signal?: AbortSignal) =>
    openAiBackend({
      ...{ url: server.url, model: 'tea:4b', key: 'sk-secret' },
      limits: { ...LIMITS, ...limits },
    }).answer(questionOf(text), signal ?? new AbortController().signal)
  return { server, ask }
}

async function trouble(work: Promise<string>): Promise<BackendTrouble> {
  const error = await work.then(
    (text) => new Error(`an answer came: ${text.slice(0, 80)}`),
    (reason: unknown) => reason,
  )
  if (!(error instanceof BackendTrouble)) throw error
  return error
}

t.test('asks as everything that speaks this API expects, with the turns before', async (t) => {
  const server = await AnsweringServer.start(t, streams('Because ', 'tea', '.'))
  const turns = [{ question: 'hi', answer: 'hello' }]
  const backend = openAiBackend({
    ...{ url: `${server.url}/v1`, model: 'tea:4b', key: 'sk-secret', limits: LIMITS },
  })
  const { signal } = new AbortController()
  t.equal(await backend.answer(questionOf('why?', turns), signal), 'Because tea.')
  const [request] = server.requests
  t.match(request, { method: 'POST', path: '/v1/chat/completions' })
  t.equal(request?.headers.authorization, 'Bearer sk-secret')
  t.match(request?.body, { model: 'tea:4b', stream: true })
  t.match(request?.body.messages[0], { role: 'system', content: /2026/ })
  t.strictSame(request?.body.messages.slice(1), [
    { role: 'user', content: 'hi' },
    { role: 'assistant', content: 'hello' },
    { role: 'user', content: 'why?' },
  ])
  const keyless = openAiBackend({ url: server.url, model: 'm', key: undefined, limits: LIMITS })
  await keyless.answer(questionOf('why?'), signal)
  t.equal(server.requests[1]?.headers.authorization, undefined)
})

t.test('the address is taken in each of its forms', async (t) => {
  const full = 'http://h:1/v1/chat/completions'
  for (const url of ['http://h:1', 'http://h:1/', 'http://h:1/v1', 'http://h:1/v1/', full]) {
    t.equal(completionsUrl(url), full, url)
  }
  t.equal(completionsUrl('https://h/api/v3?v=2'), 'https://h/api/v3/chat/completions?v=2')
})

t.test('what a model thinks to itself is not shown', async (t) => {
  const { server, ask } = await open(t, never)
  const thoughts: (string | object)[][] = [
    [{ reasoning_content: 'secret' }, { reasoning: 'secret' }, 'tea'],
    ['<think>secret', ' secret</think>\n\n', 'tea'],
    ['<th', 'ink>sec', 'ret</t', 'hink>tea'],
    ['secret, as its template began it\n', '</think>', 'tea'],
    ['te', '<think>secret</think>', 'a'],
    ['<THINKING>secret</THINKING>tea'],
    [{ content: null, reasoning_content: 'secret' }, { role: 'assistant', content: '' }, 'tea'],
  ]
  for (const words of thoughts) {
    server.behave(streams(...words))
    t.equal(await ask(), 'tea', JSON.stringify(words))
  }
  server.behave(streams('1 <', ' 2 <b>', ' <thi'))
  t.equal(await ask(), '1 < 2 <b> <thi', 'what only looks like it stays')
  server.behave(streams('<think>secret'))
  t.match(await trouble(ask()), { kind: 'silent', partial: '' })
})

t.test('a stream may come in any pieces, with any line ends', async (t) => {
  const { server, ask } = await open(t, never)
  const whole = `: hello\r\nevent: x\r\n${piece('你好')}${piece('🍵')}data: [DONE]\n\n`
  const drips: (string | Buffer)[][] = [
    [whole],
    [whole.replaceAll('\n', '\r\n')],
    [whole.replaceAll('\r\n', '\n').replaceAll('\n', '\r')],
    Array.from(Buffer.from(whole), (byte) => Buffer.from([byte])),
  ]
  for (const parts of drips) {
    server.behave((response) => {
      startStream(response)
      for (const part of parts) response.write(part)
      response.end()
    })
    t.equal(await ask(), '你好🍵')
  }
})

t.test('an end without [DONE], a whole answer instead of a stream: answers too', async (t) => {
  const { server, ask } = await open(t, (response) => {
    startStream(response)
    response.write(piece('tea'))
    response.end('data: {"choices":[{"delta":{},"finish_reason":"length"}]}')
  })
  t.equal(await ask(), 'tea')
  server.behave(json({ choices: [{ message: { content: '<think>x</think> tea' } }] }))
  t.equal(await ask(), 'tea')
})

t.test('cut off in mid-stream: down, with what had come', async (t) => {
  const { server, ask } = await open(t, breaksOff('half ', 'an answer'))
  t.match(await trouble(ask()), { kind: 'down', partial: 'half an answer' })
  server.behave((response) => {
    startStream(response)
    response.end(piece('politely unfinished'))
  })
  t.match(await trouble(ask()), { kind: 'down', partial: 'politely unfinished' })
  server.behave((response) => {
    startStream(response)
    response.end(`${piece('so far')}data: {"error":{"message":"secret"}}\n\n`)
  })
  const failed = await trouble(ask())
  t.match(failed, { kind: 'down', partial: 'so far' })
  t.notMatch(failed.message, /secret/)
})

t.test('each status has its meaning', async (t) => {
  const { server, ask } = await open(t, never)
  const kinds = { 401: 'refused', 403: 'refused', 404: 'refused', 400: 'refused', 402: 'quota' }
  const more = { 429: 'quota', 413: 'tooLong', 408: 'down', 500: 'down', 503: 'down' }
  for (const [code, kind] of Object.entries({ ...kinds, ...more })) {
    server.behave(status(Number(code), { 'content-type': 'application/json' }, '{"error":{}}'))
    t.match(await trouble(ask()), { kind, message: `HTTP ${code}` }, code)
  }
})

t.test('what nobody will read is hung up on', async (t) => {
  const { server, ask } = await open(t, (response) => {
    response.writeHead(500)
    response.write('a page that does not end')
  })
  t.match(await trouble(ask()), { kind: 'down' })
  await server.left(1)
})

t.test('a redirect is not followed: the key stays here', async (t) => {
  const elsewhere = await AnsweringServer.start(t, streams('stolen'))
  const { server, ask } = await open(t, never)
  for (const code of [301, 302, 307, 308]) {
    server.behave(status(code, { location: `${elsewhere.url}/v1/chat/completions` }))
    t.match(await trouble(ask()), { kind: 'refused' })
  }
  t.equal(elsewhere.requests.length, 0)
})

t.test('garbage is garbled, and nothing of it is in the error', async (t) => {
  const { server, ask } = await open(t, never)
  const bad = [
    status(200, { 'content-type': 'text/html' }, '<h1>secret</h1>'),
    status(200, {}, 'secret'),
    json('secret {'),
    json({ choices: 'secret' }),
    json({}),
    json('null'),
    (response: ServerResponse) => {
      startStream(response)
      response.end('data: secret\n\n')
    },
  ]
  for (const behaviour of bad) {
    server.behave(behaviour)
    const error = await trouble(ask())
    t.equal(error.kind, 'garbled')
    t.notMatch(`${error.stack}${error.cause}`, /secret/)
  }
  server.behave(streams())
  t.match(await trouble(ask()), { kind: 'silent' })
  server.behave((response) => {
    startStream(response)
    response.end('data: 7\n\ndata: null\n\ndata: {"choices":[7]}\n\ndata: [DONE]\n\n')
  })
  t.match(await trouble(ask()), { kind: 'silent' }, 'JSON that is not what it should be')
})

t.test('bytes that are no HTTP, and nobody at all: down', async (t) => {
  const { server, ask } = await open(t, (response) => {
    response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n')
  })
  t.match(await trouble(ask()), { kind: 'down' })
  server.behave((response) => response.socket?.destroy())
  t.match(await trouble(ask()), { kind: 'down' })
  await server.stop()
  t.match(await trouble(ask()), { kind: 'down', message: 'ECONNREFUSED' })
})

t.test('never an answer, one that goes quiet, one that drips for ever: slow', async (t) => {
  const { server, ask } = await open(t, never)
  t.match(await trouble(ask('?', { firstMs: 50 })), { kind: 'slow', message: 'no answer' })
  server.behave((response) => {
    startStream(response)
    response.flushHeaders()
  })
  t.match(await trouble(ask('?', { firstMs: 50 })), { kind: 'slow', message: 'no answer' })
  server.behave((response) => {
    startStream(response)
    response.write(piece('so far'))
  })
  const quiet = { kind: 'slow', message: 'gone quiet', partial: 'so far' }
  t.match(await trouble(ask('?', { idleMs: 50 })), quiet)
  let timer: NodeJS.Timeout | undefined
  t.teardown(() => clearInterval(timer))
  server.behave((response) => {
    startStream(response)
    timer = setInterval(() => response.write(': still here\n\n'), 10)
  })
  const dripping = await trouble(ask('?', { idleMs: 1_000, totalMs: 200 }))
  t.match(dripping, { kind: 'slow', message: 'not finished', partial: '' })
  await server.left(4)
})

t.test('[G-6] of 10 MB of answer no more is read than a message holds', async (t) => {
  let sent = 0
  const { server, ask } = await open(t, (response) => {
    startStream(response)
    const more = (): void => {
      while (!response.destroyed && sent < 10_485_760) {
        const data = piece('茶'.repeat(1_000))
        sent += Buffer.byteLength(data)
        if (!response.write(data)) return void response.once('drain', more)
      }
      response.end()
    }
    more()
  })
  const text = await ask()
  t.ok(text.length > 8_000 && text.length < 40_000, `${text.length} characters`)
  await server.left(1)
  t.ok(sent < 10_000_000, `hung up after ${sent} bytes`)
})

t.test('[G-6] thoughts without end, and an event without end, are cut', async (t) => {
  const { server, ask } = await open(t, (response) => {
    startStream(response)
    const thought = piece({ reasoning_content: 'x'.repeat(1_000) })
    const more = (): void => {
      while (!response.destroyed) {
        if (!response.write(thought)) return void response.once('drain', more)
      }
    }
    more()
  })
  t.match(await trouble(ask('?', { maxBytes: 1_000_000 })), { kind: 'garbled' })
  const endless = (response: ServerResponse): void => {
    startStream(response)
    const more = (): void => {
      while (!response.destroyed) {
        if (!response.write('data: xxxxxxxxxxxxxxxx'.repeat(50))) {
          return void response.once('drain', more)
        }
      }
    }
    more()
  }
  server.behave(endless)
  t.match(await trouble(ask()), { kind: 'garbled', message: /does not end/ })
  server.behave((response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end('1'.repeat(1_100_000))
  })
  t.match(await trouble(ask()), { kind: 'garbled' })
})

t.test('who aborts is told so, and the other side is hung up on', async (t) => {
  const { server, ask } = await open(t, never)
  const abort = new AbortController()
  const asked = ask('?', {}, abort.signal)
  await server.heard(1)
  abort.abort(new Error('stopping'))
  await t.rejects(asked, { message: 'stopping' })
  await server.left(1)
  await t.rejects(ask('?', {}, abort.signal), { message: 'stopping' })
  t.equal(server.requests.length, 1)
})
