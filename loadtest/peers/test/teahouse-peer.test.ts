import t from 'tap'
import {
  encodeError,
  encodeFrame,
  encodeMsg,
  encodeOk,
  encodeSent,
} from '../../../protocol/encode.ts'
import { parseFrame } from '../../../protocol/parse-frame.ts'
import { checkRequest } from '../../../protocol/parse-request.ts'
import type { Seat } from '../peer.ts'
import { teahousePeer } from '../teahouse-peer.ts'
import { cuttings, feedAs, PretendListener } from './pretend-listener.ts'

const PAIR: Seat = { user: 'li', token: 'tok', kind: 'pair', to: 'han', opensRoom: false }
const ROOM: Seat = { ...PAIR, kind: 'room', to: 'lunch' }

const requests = (bytes: string) =>
  bytes
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => checkRequest(parseFrame(line)))

const message = (seq: number, text: string) => encodeMsg('"han"', seq, '"han"', `c-${seq}`, 7, text)

t.test('what it says is what the server takes', async (t) => {
  const client = teahousePeer.client(PAIR, new PretendListener())
  t.strictSame(requests(client.hello), [{ type: 'login', id: 'in', token: 'tok' }])
  t.strictSame(requests(client.encodeSend(5, 'c-5', 'tea?') + client.encodeSend(6, 'c-6', 'now')), [
    { type: 'send', id: 5, chat: 'han', cid: 'c-5', text: 'tea?' },
    { type: 'send', id: 6, chat: 'han', cid: 'c-6', text: 'now' },
  ])
})

t.test('everything a server says is understood, however it is cut', async (t) => {
  const said = [
    encodeOk('in', { token: 'tok', me: { user: 'li', nickname: '李雷', status: 'online' } }),
    encodeFrame({ type: 'presence', user: 'han', status: 'online' }),
    encodeSent(5, '"han"', 1, 7, false),
    message(2, 'the kettle is on'),
    encodeFrame({ type: 'receipt', chat: 'han', user: 'han', received: 1 }),
    encodeSent(1_023, '"han"', 3, 7, true),
    message(4, 'two\nlines'),
    message(5, 'a "quoted" \\ text: 茶'),
    encodeError({ type: 'error', id: 9, code: 'busy', message: 'later', retryAfterMs: 5 }),
    encodeFrame({ type: 'resync', chats: [{ chat: 'han', head: 4 }] }),
    encodeFrame({ type: 'ping' }),
  ].join('')
  for (const [name, pieces] of cuttings(Buffer.from(said))) {
    const listener = new PretendListener()
    const client = teahousePeer.client(PAIR, listener)
    feedAs(client, pieces)
    t.strictSame(
      listener.heard,
      [
        'ready',
        'acknowledged 5',
        'delivered the kettle is on',
        'acknowledged 1023',
        'delivered two\nlines',
        'delivered a "quoted" \\ text: 茶',
        'refused error busy (9)',
        'refused resync',
      ],
      name,
    )
    t.strictSame(requests(client.takeReplies()), [
      { type: 'ping' },
      { type: 'received', chat: 'han', seq: 5 },
    ])
    t.equal(client.takeReplies(), '', 'said once')
  }
})

t.test('another order of fields is understood too', async (t) => {
  const listener = new PretendListener()
  const client = teahousePeer.client(PAIR, listener)
  const fields = { text: 'tea', from: 'han', seq: 12, at: 7, cid: 'c', chat: 'han' }
  feedAs(client, [Buffer.from(encodeFrame({ type: 'msg', ...fields }))])
  t.strictSame(listener.heard, ['delivered tea'])
  t.match(client.takeReplies(), /"seq":12}/)
})

t.test('whoever sits in a room is ready when it has entered', async (t) => {
  for (const opensRoom of [true, false]) {
    const listener = new PretendListener()
    const client = teahousePeer.client({ ...ROOM, opensRoom }, listener)
    feedAs(client, [Buffer.from(encodeOk('in', { token: 'tok' }))])
    t.strictSame(listener.heard, [])
    const type = opensRoom ? 'room.create' : 'room.join'
    t.strictSame(requests(client.takeReplies()), [{ type, id: 'room', room: '#lunch' }])
    feedAs(client, [Buffer.from(encodeOk('room', { room: '#lunch' }))])
    t.strictSame(listener.heard, ['ready'])
    const joined = encodeFrame({ type: 'room.joined', room: '#lunch', user: 'tom' })
    feedAs(client, [Buffer.from(joined + encodeMsg('"#lunch"', 1, '"tom"', 'c', 7, 'hi'))])
    t.strictSame(listener.heard, ['ready', 'delivered hi'])
    t.match(requests(client.takeReplies()), [{ type: 'received', chat: '#lunch', seq: 1 }])
  }
})

t.test('in a room it says what it has received twice a second, as our clients do', async (t) => {
  const client = teahousePeer.client(ROOM, new PretendListener())
  const inRoom = (seq: number) => Buffer.from(encodeMsg('"#lunch"', seq, '"han"', 'c', 7, 'tea'))
  const received = (seq: number) => [{ type: 'received', chat: '#lunch', seq }]
  feedAs(client, [inRoom(1)])
  t.strictSame(requests(client.takeReplies()), received(1))
  const reportedAtMs = performance.now()
  feedAs(client, [inRoom(2)])
  t.equal(client.takeReplies(), '')
  await new Promise((resolve) => setTimeout(resolve, 510))
  feedAs(client, [inRoom(3), inRoom(4)])
  t.strictSame(requests(client.takeReplies()), received(4))
  t.ok(performance.now() - reportedAtMs >= 500)
})
