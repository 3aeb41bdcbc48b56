import t from 'tap'
import { encodeFrame } from '../../../protocol/encode.ts'
import { MAX_SERVER_FRAME_BYTES } from '../../../protocol/limits.ts'
import type { Chat } from '../../directory/conversation.ts'
import { deliver } from '../../directory/delivery.ts'
import { Bench } from '../../test/support/bench.ts'
import type { Client, Frame } from '../../test/support/client.ts'
import { personOf, roomChat, stateOf } from '../../test/support/members.ts'
import { settled } from '../../test/support/settled.ts'

const MAX_UNSENT_BYTES = 1_048_576
const ROOMS = [roomChat(5, 'dev'), roomChat(6, 'tea')]
const TYPING = encodeFrame({ type: 'typing', chat: '#dev', user: 'x'.repeat(30) })

/** Li speaks, Han sleeps, Tom listens. */
function open(bench: Bench) {
  const [li, han, tom] = ['li', 'han', 'tom'].map((name, i) => {
    const state = stateOf(7 + i, name, { chats: ROOMS })
    return name === 'han' ? bench.joinSilently(state) : bench.join(state)
  }) as [Client, Client, Client]
  let cid = 0
  const say = (room: string, text: string): void => {
    const chat = li.session.user?.chat(room) as Chat
    const { conversation } = chat
    const entry = { chat, cid: `c${cid++}`, text, at: 1, requestId: 1, deadlineMs: 0 }
    deliver({ ...entry, origin: li.session }, conversation.head + 1, 1)
  }
  return { li, han, tom, say }
}

/** Says it until nothing more is kept for Han, who does not read; the others read all the while. @returns how many times Han was given it */
async function fill(say: () => void, han: Client): Promise<number> {
  for (let kept = 0; ; kept += 1) {
    const { unsentBytes } = han.session.wire
    say()
    await oneTurn()
    if (han.session.wire.unsentBytes === unsentBytes) return kept
  }
}

/** The same in one go, where nobody else listens. */
function fillAtOnce(push: () => void, han: Client): void {
  for (let unsentBytes = -1; unsentBytes !== han.session.wire.unsentBytes; push()) {
    unsentBytes = han.session.wire.unsentBytes
  }
}

const oneTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const seqs = (frames: Frame[], room: string): unknown[] =>
  frames.filter(({ type, chat }) => type === 'msg' && chat === room).map(({ seq }) => seq)

t.test('[G-5] typing and presence stop when half of what may be unread is', async (t) => {
  const bench = new Bench(t)
  const { han, say } = open(bench)
  fillAtOnce(() => han.session.pushEphemeral(TYPING), han)
  const { wire } = han.session
  t.ok(wire.unsentBytes > MAX_UNSENT_BYTES / 2)
  t.ok(wire.unsentBytes <= MAX_UNSENT_BYTES / 2 + TYPING.length)
  say('#dev', 'messages still come')
  await han.readUntil(() => han.events('msg').length > 0)
  t.match(han.events('msg'), [{ text: 'messages still come' }])
})

t.test('[P-13] at a megabyte pushes stop, and after draining comes one resync', async (t) => {
  const bench = new Bench(t)
  const { han, tom, say } = open(bench)
  const text = '茶'.repeat(2_000)
  const pushed = await fill(() => say('#dev', text), han)
  const { wire } = han.session
  t.ok(wire.unsentBytes <= MAX_UNSENT_BYTES)
  const full = wire.unsentBytes
  for (let i = 0; i < 300; i += 1) {
    say('#dev', text)
    await oneTurn()
  }
  say('#tea', text)
  han.session.pushEvent(encodeFrame({ type: 'notice', text: 'lost', from: 'x' }))
  han.session.pushEphemeral(TYPING)
  t.equal(wire.unsentBytes, full, 'nothing more is kept for who does not read')
  await settled()
  const all = Array.from({ length: pushed + 301 }, (_, i) => i + 1)
  await tom.until(() => seqs(tom.frames, '#dev').length === all.length)
  t.same(seqs(tom.frames, '#dev'), all, 'the others have everything, in order')

  t.equal(bench.resyncs, 0)
  await han.readUntil(() => bench.resyncs > 0)
  say('#dev', 'after')
  await han.readUntil(() => han.frames.at(-1)?.['text'] === 'after')
  const expected = [...all.slice(0, pushed), all.length + 1]
  t.same(seqs(han.frames, '#dev'), expected, 'what came before, and what comes after')
  t.same(han.events('resync'), [
    {
      type: 'resync',
      chats: [
        { chat: '#dev', head: all.length },
        { chat: '#tea', head: 1 },
      ],
    },
  ])
  t.same(
    han.frames.slice(-2).map(({ type }) => type),
    ['resync', 'msg'],
  )
  t.same([han.events('notice'), han.events('typing')], [[], []])
})

t.test('a client that falls behind a second time is told a second time', async (t) => {
  const bench = new Bench(t)
  const { han, say } = open(bench)
  for (const round of [1, 2]) {
    await fill(() => say('#dev', 'x'.repeat(8_000)), han)
    await han.readUntil(() => han.events('resync').length > 0)
    t.equal(bench.resyncs, round)
    han.frames.length = 0
  }
})

t.test('lost events without a message cause an empty resync', async (t) => {
  const bench = new Bench(t)
  const { han } = open(bench)
  const line = encodeFrame({ type: 'notice', text: 'x'.repeat(8_000), from: 'operator' })
  fillAtOnce(() => han.session.pushEvent(line), han)
  t.ok(han.session.wire.unsentBytes <= MAX_UNSENT_BYTES)
  await han.readUntil(() => han.events('resync').length > 0)
  t.same(han.events('resync'), [{ type: 'resync', chats: [] }])
})

t.test('[P-2] a resync of very many chats comes in frames that fit', async (t) => {
  const bench = new Bench(t)
  const long = (i: number): string => `${'茶'.repeat(26)}${String(i).padStart(6, '0')}`
  const chats = Array.from({ length: 12_000 }, (_, i) => roomChat(i + 1, long(i)))
  const han = bench.joinSilently(stateOf(8, 'han', { chats }))
  fillAtOnce(() => han.session.pushEvent(TYPING), han)
  for (const chat of han.session.user?.chats.values() ?? []) han.session.pushMessage('x', 1, chat)
  await han.readUntil(() => han.events('resync').length === 3)
  const resyncs = han.events('resync')
  const told = resyncs.flatMap(({ chats }) => (chats as { chat: string }[]).map(({ chat }) => chat))
  t.equal(new Set(told).size, 12_000)
  t.ok(resyncs.every((frame) => Buffer.byteLength(JSON.stringify(frame)) < MAX_SERVER_FRAME_BYTES))
  t.equal(bench.resyncs, 1)
})

t.test('who has not caught up after thirty seconds is let go', async (t) => {
  const bench = new Bench(t)
  const { han, tom, say } = open(bench)
  await fill(() => say('#dev', 'x'.repeat(8_000)), han)
  bench.clock.turn(29_999)
  bench.sweep()
  t.equal(han.session.isClosed, false)
  for (let i = 0; i < 1_000; i += 1) han.session.pushEvent(TYPING)
  bench.clock.turn(1)
  bench.sweep()
  t.equal(han.session.closeReason, 'slow_reader')
  await settled()
  t.same(bench.closes, ['slow_reader'])
  t.equal(bench.directory.user(8), undefined)
  t.equal(bench.resyncs, 0, 'a connection that broke has not caught up')
  t.equal(tom.session.isClosed, false)
})

t.test('who is sent away while behind is not told that they have caught up', async (t) => {
  const bench = new Bench(t)
  const { han, say } = open(bench)
  await fill(() => say('#dev', 'x'.repeat(8_000)), han)
  han.session.kick()
  await han.readUntil(() => han.hasEnded)
  t.match(han.frames.at(-1), { type: 'bye', code: 'kicked' })
  t.equal(bench.resyncs, 0)
})

t.test('who reads a little now and then is not done until all is read', async (t) => {
  const bench = new Bench(t)
  const { han, say } = open(bench)
  say('#dev', 'x'.repeat(8_000))
  await settled()
  await fill(() => say('#dev', 'x'.repeat(8_000)), han)
  await han.read()
  t.equal(bench.resyncs, 0, 'a megabyte is still on its way')
  say('#dev', 'missed')
  await han.readUntil(() => han.events('resync').length > 0)
  t.match(han.events('resync'), [{ chats: [{ chat: '#dev' }] }])
  t.equal(han.session.slowSinceMs, 0)
  bench.clock.turn(29_000)
  han.write('\n')
  await settled()
  bench.clock.turn(29_000)
  bench.sweep()
  t.equal(han.session.isClosed, false)
})

t.test('[G-5] a client that asks and does not read the answers is not read either', async (t) => {
  const bench = new Bench(t)
  const { han, tom } = open(bench)
  let asked = 0
  bench.storage.historyPage = async () => {
    asked += 1
    return `"chat":"#dev","messages":["${'x'.repeat(500_000)}"],"more":false`
  }
  han.say(...Array.from({ length: 100 }, (_, id) => ({ type: 'history', id, chat: '#dev' })))
  for (let i = 0; i < 50; i += 1) await settled()
  t.ok(asked <= 10, `${asked} of 100 were carried out`)
  t.ok(han.session.wire.unsentBytes < 10 * 500_100)
  t.match(await tom.ask({ type: 'ping' }), { type: 'ok' })
  t.not(han.session.slowSinceMs, 0, 'and it has thirty seconds')
  await han.readUntil(() => han.frames.length === 100)
  t.same(
    han.frames.map(({ id }) => id),
    Array.from({ length: 100 }, (_, id) => id),
    'each has its answer in the end',
  )
  t.equal(han.session.slowSinceMs, 0)
})

t.test('a room of one sleeper and many others costs the others nothing', async (t) => {
  const bench = new Bench(t)
  const { han, say } = open(bench)
  const others = Array.from({ length: 20 }, (_, i) => {
    const { id, name } = personOf(20 + i, `u${i}`)
    return bench.join(stateOf(id, name, { chats: ROOMS }))
  })
  await fill(() => say('#dev', 'x'.repeat(8_000)), han)
  await settled()
  say('#dev', 'now')
  await settled()
  for (const other of others) t.equal(other.frames.at(-1)?.['text'], 'now', 'within one turn')
})
