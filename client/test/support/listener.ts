import { openTcp } from '../../../client-cli/wire/open-tcp.ts'
import { ChatClient } from '../../chat-client.ts'
import type { ChatClientOptions } from '../../chat-client-options.ts'
import type { ClientEvent } from '../../client-event.ts'
import type { Timing } from '../../wire/timing.ts'
import { FakePeer } from './fake-peer.ts'

/** Patience for tests: the same order of sizes as in earnest, a hundred times shorter. */
export const QUICK: Partial<Timing> = {
  firstPauseMs: 5,
  maxPauseMs: 50,
  cursorDelayMs: 5,
  cursorSpacingMs: 5,
  gapGraceMs: 20,
  watchMs: 10,
}

/** A client whose events are kept, and waited for. */
export class Listener {
  readonly events: ClientEvent[] = []
  readonly #wakers = new Set<() => void>()
  readonly client: ChatClient

  constructor(peer: { port: number }, options: Partial<ChatClientOptions> = {}) {
    this.client = new ChatClient({
      open: openTcp({ host: '127.0.0.1', port: peer.port }),
      device: 'test',
      askCredentials: () => Promise.resolve(undefined),
      ...options,
      timing: { ...QUICK, ...options.timing },
      onEvent: (event) => {
        this.events.push(event)
        for (const wake of [...this.#wakers]) wake()
      },
    })
  }

  of<T extends ClientEvent['type']>(type: T): Extract<ClientEvent, { type: T }>[] {
    return this.events.filter((event) => event.type === type) as Extract<ClientEvent, { type: T }>[]
  }

  /** The texts of everything that was handed on, in that order. */
  get texts(): string[] {
    return this.of('messages').flatMap(({ messages }) => messages.map(({ text }) => text))
  }

  /** Waits until it holds; looks again at every event. */
  async until(holds: () => boolean, what = holds.toString()): Promise<void> {
    if (holds()) return
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`waited in vain for ${what}`)), 5_000)
      const wake = (): void => {
        if (!holds()) return
        clearTimeout(timer)
        this.#wakers.delete(wake)
        resolve()
      }
      this.#wakers.add(wake)
    })
  }
}

/** Somebody who is logged in and has caught up. */
export async function arrive(
  peer: FakePeer,
  user: string,
  options: Partial<ChatClientOptions> = {},
): Promise<Listener> {
  const listener = new Listener(peer, options)
  await listener.client.start({ user, password: `password of ${user}` })
  await listener.until(() => listener.of('caught-up').length > 0)
  return listener
}

interface Test {
  teardown(tidy: () => unknown): void
}

/** A peer and somebody who is logged in, both gone when the test is over. */
export async function scene(
  test: Test,
  setUp: (peer: FakePeer) => void = () => undefined,
  options: Partial<ChatClientOptions> = {},
): Promise<{ peer: FakePeer; li: Listener }> {
  const peer = await FakePeer.start()
  test.teardown(() => peer.stop())
  setUp(peer)
  const li = await arrive(peer, 'li', options)
  test.teardown(() => li.client.close())
  return { peer, li }
}

/** For what shows only at the peer. */
export async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 5_000
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${holds}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}
