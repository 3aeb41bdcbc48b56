import t from 'tap'
import { ircPeer } from '../irc-peer.ts'
import type { Seat } from '../peer.ts'
import { cuttings, feedAs, PretendListener } from './pretend-listener.ts'

const PAIR: Seat = { user: 'li', token: '', kind: 'pair', to: 'han', opensRoom: false }
const ROOM: Seat = { ...PAIR, kind: 'room', to: 'lunch' }

t.test('what it says is IRC', async (t) => {
  const pair = ircPeer.client(PAIR, new PretendListener())
  t.equal(pair.hello, 'NICK li\r\nUSER bench 0 * :bench\r\n')
  t.equal(pair.encodeSend(0, 'c', 'tea? now'), 'PRIVMSG han :tea? now\r\n')
  const room = ircPeer.client(ROOM, new PretendListener())
  t.equal(room.encodeSend(0, 'c', 'hi'), 'PRIVMSG #lunch :hi\r\n')
})

t.test('everything a server says is understood, however it is cut', async (t) => {
  const said = [
    ':bench.local 001 li :Welcome',
    ':bench.local 422 li :MOTD file is missing',
    'PING :bench.local',
    ':han!~bench@127.0.0.1 PRIVMSG li :the kettle: on',
    ':han!~bench@127.0.0.1 PART #lunch :bye',
    ':bench.local 401 li han :No such nick or channel name',
    'ERROR :Closing connection',
    '',
  ].join('\r\n')
  for (const [name, pieces] of cuttings(Buffer.from(said))) {
    const listener = new PretendListener()
    const client = ircPeer.client(PAIR, listener)
    feedAs(client, pieces)
    t.strictSame(
      listener.heard,
      [
        'ready',
        'delivered the kettle: on',
        'refused 401 li han :No such nick or channel name',
        'refused ERROR :Closing connection',
      ],
      name,
    )
    t.equal(client.takeReplies(), 'PONG :bench.local\r\n')
    t.equal(client.takeReplies(), '', 'said once')
  }
})

t.test('whoever sits in a room is ready when it has entered', async (t) => {
  const listener = new PretendListener()
  const client = ircPeer.client(ROOM, listener)
  feedAs(client, [Buffer.from(':bench.local 001 li :Welcome\r\n')])
  t.equal(client.takeReplies(), 'JOIN #lunch\r\n')
  feedAs(client, [Buffer.from(':bench.local 353 li = #lunch :li\r\n')])
  t.strictSame(listener.heard, [])
  feedAs(client, [Buffer.from(':bench.local 366 li #lunch :End of NAMES list\r\n')])
  t.strictSame(listener.heard, ['ready'])
})
