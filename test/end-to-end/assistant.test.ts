import { befriend, ChatPeer, type Frame } from '../support/chat-peer.ts'
import { onEveryDatabase } from '../support/databases.ts'

const PASSWORD = 'correct horse'

onEveryDatabase(async (t, database) => {
  const server = await database.start(t)
  const user = async (name: string): Promise<ChatPeer> => {
    const peer = await ChatPeer.as(server.port, name, PASSWORD)
    t.teardown(() => peer.end())
    return peer
  }
  const back = async (name: string): Promise<ChatPeer> => {
    const peer = await ChatPeer.connect(server.port)
    t.teardown(() => peer.end())
    await peer.ok({ type: 'login', user: name, password: PASSWORD })
    return peer
  }
  let questions = 0
  const say = (peer: ChatPeer, question: string): Promise<Frame> =>
    peer.send('assistant', question, `question-${++questions}`)
  const ask = async (peer: ChatPeer, question: string): Promise<string> => {
    const { seq: asked } = await say(peer, question)
    const isAnswer = ({ from, seq }: Frame): boolean =>
      from === 'assistant' && (seq as number) > (asked as number)
    const answer = await peer.event('msg', isAnswer)
    return answer['text'] as string
  }
  const talk = async (peer: ChatPeer): Promise<Frame[]> => {
    const page = await peer.ok({ type: 'history', chat: 'assistant', limit: 200 })
    return page['messages'] as Frame[]
  }

  t.test('everyone’s friend from the start, who answers in the language it is asked', async (t) => {
    const li = await user('li')
    t.match(await li.ok({ type: 'friends' }), {
      friends: [{ user: 'assistant', nickname: '小助手', status: 'online' }],
    })
    t.match(await ask(li, 'help'), /missed/)
    t.match(await ask(li, '帮助'), /离线消息/)
    t.match(await ask(li, '你好'), /你好/)
    t.match(await ask(li, 'what time is it?'), /^It is .*20\d\d/)
    t.match(await ask(li, 'missed'), /^Nothing came in/)
    const said = await talk(li)
    t.same(
      said.map(({ seq, from }) => [seq, from]),
      Array.from({ length: 10 }, (_, i) => [i + 1, i % 2 === 0 ? 'li' : 'assistant']),
    )
    t.match(await li.event('receipt', ({ read }) => (read as number) >= 9), { user: 'assistant' })
  })

  t.test('missed: by sender, with times, from people and rooms, and not twice', async (t) => {
    const zoe = await user('zoe')
    const [one, other] = [await user('one'), await user('other')]
    await befriend(zoe, one, ['zoe', 'one'])
    await befriend(zoe, other, ['zoe', 'other'])
    await one.ok({ type: 'room.create', room: '#tea' })
    for (const peer of [zoe, other]) await peer.ok({ type: 'room.join', room: '#tea' })
    await one.send('zoe', 'before she left')
    await zoe.event('msg')
    await zoe.ok({ type: 'received', chat: 'one', seq: 1 })
    await zoe.settled()
    zoe.end()
    await one.event('presence', ({ status }) => status === 'offline')
    await one.send('zoe', '中午一起喝茶吗?')
    await other.send('zoe', 'call me')
    await one.send('zoe', 'hello?')
    await other.send('#tea', 'the kettle is on')

    const again = await back('zoe')
    const report = await ask(again, 'missed')
    t.match(report, /^4 messages since \d\d:\d\d:\n/)
    t.match(report, /one \(2\)\n {2}\d\d:\d\d 中午一起喝茶吗\?\n {2}\d\d:\d\d hello\?/)
    t.match(report, /other \(1\)\n {2}\d\d:\d\d call me/)
    t.match(report, /other #tea \(1\)\n {2}\d\d:\d\d the kettle is on/)
    t.notMatch(report, /before she left/)
    t.match(await ask(again, '离线消息'), /有 4 条离线消息/)
  })

  t.test('[G-2] a question that is sent again is not answered again', async (t) => {
    const li = await back('li')
    const before = (await talk(li)).length
    const question = { type: 'send', chat: 'assistant', cid: 'asked-once', text: 'hello' }
    await li.ok(question)
    await li.event('msg')
    t.match(await li.ok(question), { dup: true })
    t.match(await ask(li, 'thanks'), /welcome/)
    const after = (await talk(li)).slice(before)
    t.same(
      after.map(({ from }) => from),
      ['li', 'assistant', 'li', 'assistant'],
    )
  })

  t.test('[G-2] killed between the question and its answer, it answers once', async (t) => {
    const tom = await user('tom')
    const nina = await user('nina')
    await befriend(tom, nina, ['tom', 'nina'])
    tom.end()
    // A long report takes the assistant a while, so the kill comes before the answer.
    const texts = Array.from({ length: 300 }, (_, i) => `${i} ${'茶'.repeat(1_000)}`)
    await Promise.all(texts.map((text) => nina.send('tom', text)))
    let again = await back('tom')
    let open = 0
    for (const question of ['missed', '离线消息']) {
      await say(again, question)
      await server.process.kill()
      open += again.events.some(({ from }) => from === 'assistant') ? 0 : 1
      await server.restart()
      again = await back('tom')
      let said = await talk(again)
      while (said.at(-1)?.['from'] !== 'assistant') {
        await again.event('msg', ({ from }) => from === 'assistant')
        said = await talk(again)
      }
    }
    t.ok(open > 0, `${open} of two had no answer yet`)
    // Its cursor is written a second later: the next server meets these questions again, answered.
    t.match(await ask(again, 'hello'), /Hello/)
    t.match(await ask(again, 'what time is it?'), /^It is/)
    await server.process.kill()
    await server.restart()
    again = await back('tom')
    t.match(await ask(again, 'thanks'), /welcome/)
    const said = await talk(again)
    t.same(
      said.map(({ from }) => from),
      Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? 'tom' : 'assistant')),
    )
    t.match(said[1]?.['text'], /^\d+ messages/)
    t.match(said[3]?.['text'], /条离线消息/)
  })
})
