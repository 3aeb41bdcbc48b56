import { befriend, ChatPeer, type Frame } from '../support/chat-peer.ts'
import { onEveryDatabase } from '../support/databases.ts'

const PASSWORD = 'correct horse'
/** One who comes back does not begin again with the same cids. */
let questions = 0

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
  const ask = async (peer: ChatPeer, question: string): Promise<string> => {
    const { seq: asked } = await peer.send('assistant', question, `question-${++questions}`)
    const isAnswer = ({ cid }: Frame): boolean => String(cid).endsWith(`-${asked}`)
    return (await peer.event('msg', isAnswer))['text'] as string
  }
  const rings = (peer: ChatPeer): Promise<Frame> =>
    peer.event('msg', ({ text }) => String(text).startsWith('⏰'))
  const said = async (peer: ChatPeer): Promise<string[]> => {
    const page = await peer.ok({ type: 'history', chat: 'assistant', limit: 200 })
    return (page['messages'] as Frame[]).map(({ text }) => text as string)
  }
  const reminders = async (peer: ChatPeer): Promise<string[]> =>
    (await said(peer)).filter((text) => text.startsWith('⏰'))

  t.test('a reminder is said when it is due, once, in the language it was asked', async (t) => {
    const li = await user('li')
    t.match(
      await ask(li, 'remind me in 1 second to drink tea'),
      /^I will remind you at \d\d:\d\d: /,
    )
    t.match(await rings(li), { from: 'assistant', text: '⏰ Reminder: drink tea' })
    t.match(await ask(li, '1秒后提醒我喝茶'), /^好,\d\d:\d\d 提醒你:喝茶/)
    t.match(await rings(li), { text: '⏰ 提醒:喝茶' })
    t.match(await ask(li, '我的提醒'), /^你没有提醒/)
    t.equal((await reminders(li)).length, 2)
  })

  t.test('they are listed and cancelled by their number', async (t) => {
    const han = await user('han')
    t.match(await ask(han, 'remind me to drink tea'), /^When\?/)
    t.match(await ask(han, 'remind me in 400 days'), /one second to one year/)
    const id = Number(/\(提醒 (\d+)\)$/.exec(await ask(han, '提醒我 2 小时后 喝茶'))?.[1])
    await ask(han, 'remind me in 1 hour to call Lucy')
    const listed = await ask(han, 'reminders')
    t.match(listed, /^2 reminders:\n {2}\d+ · .* call Lucy\n {2}\d+ · .* 喝茶$/)
    const zoe = await user('zoe')
    t.match(await ask(zoe, `cancel reminder ${id}`), /^You have no reminder/)
    t.equal(await ask(han, `取消提醒 ${id}`), `提醒 ${id} 已取消。`)
    t.match(await ask(han, `cancel reminder ${id}`), /^You have no reminder/)
    t.match(await ask(han, 'reminders'), /^One reminder:\n.*call Lucy$/)
    t.match(await ask(han, 'cancel all reminders'), /^Your one reminder/)
    t.match(await ask(han, 'reminders'), /^You have no reminders/)
  })

  t.test('who is online', async (t) => {
    const [ann, bob] = [await user('ann'), await user('bob')]
    t.match(await ask(ann, 'who is online?'), /^You have no friends here yet/)
    await befriend(ann, bob, ['ann', 'bob'])
    await bob.ok({ type: 'profile.set', nickname: '鲍勃' })
    t.equal(await ask(ann, '谁在线?'), '1 位好友中有 1 位在线:\n  ● bob 鲍勃')
    await bob.ok({ type: 'presence.set', status: 'away' })
    t.equal(await ask(ann, 'online'), '1 of 1 friends online:\n  ◐ (away) bob 鲍勃')
    bob.end()
    await ann.event('presence', ({ status }) => status === 'offline')
    t.equal(await ask(ann, 'who is online'), 'Your friend is not online.')
  })

  t.test('[G-2] killed and started again: each is said, once, whoever is there', async (t) => {
    let tom = await user('tom')
    const nina = await user('nina')
    await ask(tom, 'remind me in 2 seconds to look')
    await ask(nina, 'remind me in 2 seconds')
    // Committed, and the answer perhaps not: the question is met again.
    await tom.send('assistant', 'remind me in 3 seconds to look again')
    await server.process.kill()
    await server.restart()
    tom = await back('tom')
    // Those that were due before the log-in are not pushed but in the history.
    while ((await reminders(tom)).length < 2) {
      await tom.event('msg', ({ from }) => from === 'assistant')
    }
    await server.process.kill()
    await server.restart()
    tom = await back('tom')
    t.match(await ask(tom, 'reminders'), /^You have no reminders/)
    t.same(await reminders(tom), ['⏰ Reminder: look', '⏰ Reminder: look again'])
    const away = await back('nina')
    t.same(await reminders(away), ['⏰ Time is up'])
    t.match(await ask(away, '我的提醒'), /^你没有提醒/)
  })
})
