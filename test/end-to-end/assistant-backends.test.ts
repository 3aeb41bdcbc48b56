import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import {
  AnsweringServer,
  breaksOff,
  json,
  never,
  startStream,
  status,
  streams,
} from '../support/answering-server.ts'
import { ChatPeer, type Frame } from '../support/chat-peer.ts'
import { onEveryDatabase, type TestServer } from '../support/databases.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const PASSWORD = 'correct horse'
/** One who comes back does not begin again with the same cids. */
let questions = 0
const KEY = 'sk-not-to-be-seen'

const user = async (t: Test, server: TestServer, name: string): Promise<ChatPeer> => {
  const peer = await ChatPeer.as(server.port, name, PASSWORD)
  t.teardown(() => peer.end())
  return peer
}
const back = async (t: Test, server: TestServer, name: string): Promise<ChatPeer> => {
  const peer = await ChatPeer.connect(server.port)
  t.teardown(() => peer.end())
  await peer.ok({ type: 'login', user: name, password: PASSWORD })
  return peer
}
const ask = async (peer: ChatPeer, question: string): Promise<string> => {
  const { seq: asked } = await peer.send('assistant', question, `question-${++questions}`)
  const isAnswer = ({ cid }: Frame): boolean => String(cid).endsWith(`-${asked}`)
  return (await peer.event('msg', isAnswer))['text'] as string
}
const talk = async (peer: ChatPeer): Promise<Frame[]> => {
  const page = await peer.ok({ type: 'history', chat: 'assistant', limit: 200 })
  return page['messages'] as Frame[]
}
const keyFile = (t: Test): string => {
  const file = join(temporaryFolder(t), 'key')
  writeFileSync(file, `${KEY}\n`)
  return file
}

onEveryDatabase(async (t, database) => {
  const model = await AnsweringServer.start(t, streams('<think>hm</think>', 'Because ', 'tea.'))
  const flags = ['--assistant', 'openai', '--assistant-url', model.url]
  const server = await database.start(
    t,
    ...flags,
    ...['--assistant-model', 'tea:4b', '--assistant-key-file', keyFile(t)],
  )

  t.test(
    'a model answers, knows what was said before, and commands stay in the house',
    async (t) => {
      const li = await user(t, server, 'li')
      t.equal(await ask(li, 'Why is it so?'), 'Because tea.')
      t.match(await ask(li, 'missed'), /^Nothing came in/)
      t.match(await ask(li, 'remind me in 2 hours to look'), /^I will remind you/)
      t.match(await ask(li, '帮助'), /离线消息/)
      t.equal(model.requests.length, 1)
      t.equal(await ask(li, 'And now?'), 'Because tea.')
      t.same(
        model.requests[1]?.body.messages.slice(1).map(({ content }: Frame) => content),
        ['Why is it so?', 'Because tea.', 'And now?'],
      )
      t.equal(model.requests[1]?.headers.authorization, `Bearer ${KEY}`)
    },
  )

  t.test('while it thinks it is shown to type, and nobody else waits', async (t) => {
    const [ann, bob] = [await user(t, server, 'ann'), await user(t, server, 'bob')]
    let finish = (): void => {}
    model.behave((response) => {
      startStream(response)
      finish = () => streamEnd(response)
    })
    const asked = model.requests.length
    const { seq } = await ann.send('assistant', 'Why?')
    await model.heard(asked + 1)
    t.match(await ann.event('typing'), { chat: 'assistant', user: 'assistant' })
    t.match(await ask(bob, 'help'), /missed/)
    finish()
    const answer = await ann.event('msg', ({ cid }) => String(cid).endsWith(`-${seq}`))
    t.equal(answer['text'], 'At last.')
  })

  t.test('whatever goes wrong, there is one plain sentence', async (t) => {
    const zoe = await user(t, server, 'zoe')
    const cases = [
      [[status(500)], /^I cannot reach/],
      [[status(503), streams('Second time lucky.')], /^Second time lucky\.$/],
      [[breaksOff('Half an '), breaksOff('Half an answer')], /^Half an answer… \(the answer broke/],
      [[json('{')], /^I was given an answer that I cannot read/],
      [[status(401)], /The operator has to look/],
      [[status(429)], /quota/],
      [[status(302, { location: 'http://127.0.0.1:9/' })], /The operator has to look/],
      [[streams('\u001b[2J', 'a\u0000b', '\ud800')], /^\[2Jab\ufffd$/],
      [[streams('茶'.repeat(5_000), '🍵'.repeat(5_000))], /^茶{5000}🍵{2999}…$/u],
    ] as const
    for (const [behaviours, expected] of cases) {
      model.behave(...behaviours)
      t.match(await ask(zoe, 'Why?'), expected)
    }
    t.equal((await talk(zoe)).length, 2 * cases.length)
    const logs = server.process.logs()
    t.match(logs, /what answers for the assistant did not/)
    t.notMatch(logs, new RegExp(`${KEY}|Why\\?|Half an`))
  })

  t.test('[G-2] killed, or stopped, while the model thinks: answered once, later', async (t) => {
    for (const end of ['kill', 'stop'] as const) {
      const tom = await user(t, server, `tom-${end}`)
      model.behave(never)
      const asked = model.requests.length
      await tom.send('assistant', 'Why?')
      await tom.send('assistant', 'help')
      await model.heard(asked + 1)
      const began = performance.now()
      await server.process[end]()
      t.ok(performance.now() - began < 5_000, 'it does not wait for the model')
      model.behave(streams('Therefore.'))
      await server.restart()
      const again = await back(t, server, `tom-${end}`)
      while ((await talk(again)).length < 4) {
        await again.event('msg', ({ from }) => from === 'assistant')
      }
      t.equal(model.requests.length, asked + 2, 'asked again, once')
      if (end === 'stop') continue
      // The answers are stored, the cursor perhaps not: the next start meets the questions again.
      await server.process.kill()
      await server.restart()
      const last = await back(t, server, `tom-${end}`)
      t.match(await ask(last, '帮助'), /离线消息/)
      t.match(
        (await talk(last)).map(({ text }) => text),
        ['Why?', 'help', 'Therefore.', /^I can do this/, '帮助', /^我会这些/],
      )
      t.equal(model.requests.length, asked + 2, 'what has its answer is not asked again')
    }
  })

  // What is behind the assistant, or not, makes no difference to a database.
  if (database.name !== 'SQLite') return

  t.test('the robot: its answers and its errors', async (t) => {
    const robot = await AnsweringServer.start(t, never)
    const robotFlags = ['--assistant', 'tuling', '--assistant-url', robot.url]
    const other = await database.start(t, ...robotFlags, '--assistant-key-file', keyFile(t))
    const li = await user(t, other, 'li')
    robot.behave(json({ intent: { code: 10004 }, results: [{ values: { text: '我在' } }] }))
    t.equal(await ask(li, '你在干什么'), '我在')
    robot.behave(json({ intent: { code: 4003 }, results: [{ values: { text: '超限' } }] }))
    t.match(await ask(li, '你在干什么'), /次数已用完/)
    t.match(await ask(li, '茶'.repeat(151)), /150 个字/)
    t.match(await ask(li, '离线消息'), /没有新消息/)
    t.equal(robot.requests.length, 2)
  })

  t.test('off: nobody is there, and nobody answers', async (t) => {
    const other = await database.start(t, '--assistant', 'off')
    const li = await user(t, other, 'li')
    t.match(await li.ok({ type: 'friends' }), {
      friends: [{ user: 'assistant', status: 'offline' }],
    })
    await li.send('assistant', 'help')
    await li.settled()
    t.equal((await talk(li)).length, 1)
  })
})

function streamEnd(response: Parameters<typeof startStream>[0]): void {
  response.write('data: {"choices":[{"delta":{"content":"At last."}}]}\n\n')
  response.end('data: [DONE]\n\n')
}
