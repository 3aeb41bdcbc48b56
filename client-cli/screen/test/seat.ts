import { ChatClient } from '../../../client/chat-client.ts'
import { FakePeer } from '../../../client/test/support/fake-peer.ts'
import { QUICK } from '../../../client/test/support/listener.ts'
import { Interpreter } from '../../commands/interpreter.ts'
import { Finder } from '../../finder.ts'
import { Talk } from '../../talk.ts'
import type { Language } from '../../texts.ts'
import { openTcp } from '../../wire/open-tcp.ts'
import { Navigator } from '../navigator.ts'
import { ScreenFace } from '../screen-face.ts'
import { ScreenKeys } from '../screen-keys.ts'
import { Stage } from './stage.ts'

interface Test {
  teardown(tidy: () => unknown): void
}

/** Somebody at the full screen, without a terminal: `li`, at a server that does what the test wants. */
export async function takeASeat(test: Test, lang: Language = 'en') {
  const peer = await FakePeer.start()
  const stage = new Stage(lang)
  const { model, look, roster } = stage
  const face = new ScreenFace({
    model,
    look,
    onChange: () => undefined,
    onRing: () => undefined,
    onReturn: () => void navigator.refresh(),
    onOpened: () => navigator.arrived(),
    isWanted: (chat) => navigator.isWanted(chat),
  })
  const client = new ChatClient({
    open: openTcp({ host: '127.0.0.1', port: peer.port }),
    device: 'test',
    askCredentials: () => Promise.resolve(undefined),
    timing: { ...QUICK, offlineMs: 20 },
    onEvent: (event) => talk.take(event),
  })
  const { speech } = look
  const talk = new Talk({ client, roster, face, speech })
  const interpreter = new Interpreter(
    {
      client,
      roster,
      talk,
      finder: new Finder(client, face),
      face,
      speech,
      server: '',
      key: () => undefined,
      leave: () => undefined,
    },
    () => Promise.resolve(),
  )
  const never = new Promise<void>(() => undefined)
  const close = () => client.close()
  const navigator = new Navigator({
    model,
    look,
    desk: { client, talk, interpreter, caughtUp: never, ended: never, hasEnded: false, close },
    size: () => ({ columns: 80, rows: 24 }),
    onChange: () => undefined,
    onTurned: () => undefined,
    onTheme: () => undefined,
    openAgainMs: 20,
  })
  const nothing = (): void => undefined
  const others = { typed: nothing, redraw: nothing, stepAside: nothing, leave: nothing }
  const keys = new ScreenKeys(model, roster, navigator.actions(others))
  test.teardown(async () => {
    navigator.close()
    face.close()
    await client.close()
    await peer.stop()
  })
  await client.start({ user: 'li', password: 'password of li' })
  return {
    peer,
    client,
    talk,
    model,
    navigator,
    roster,
    /** What is on the screen. */
    screen: (): string => stage.rows().join('\n'),
    type: (text: string): void => keys.press({ kind: 'text', text }),
    press: (name: string): void => keys.press({ kind: 'key', name }),
  }
}
