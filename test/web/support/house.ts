import { TestBrowser, type VisitorOptions } from '../../support/browser.ts'
import { befriend, ChatPeer } from '../../support/chat-peer.ts'
import { ServerProcess } from '../../support/server-process.ts'
import { type Teardown, temporaryFolder } from '../../support/temporary-folder.ts'
import { Guest } from './guest.ts'

/** What the browser itself says of a connection that it cannot make. */
export const ABOUT_THE_CONNECTION = /^WebSocket connection to|^Failed to load resource: net::/

/** A server and a browser that the tests of one file share. */
export class House {
  readonly data: string
  readonly browser: TestBrowser
  server: ServerProcess

  private constructor(data: string, server: ServerProcess, browser: TestBrowser) {
    this.data = data
    this.server = server
    this.browser = browser
  }

  static async open(t: Teardown, flags: string[] = []): Promise<House> {
    const data = temporaryFolder(t)
    const [server, browser] = await Promise.all([
      ServerProcess.start({ data, flags }),
      TestBrowser.start(t),
    ])
    const house = new House(data, server, browser)
    t.teardown(() => house.server.kill())
    return house
  }

  get port(): number {
    return this.server.port
  }

  /** Another server in the place of the last one, which has ended: with the same data at the same port. */
  async reopen(): Promise<void> {
    const { data, port } = this
    this.server = await ServerProcess.start({ data, port })
  }

  /** Somebody with the page before them, who is not in yet. */
  async guest(options?: VisitorOptions): Promise<Guest> {
    return await Guest.arrive(this.browser, this.port, options)
  }

  /** Somebody without a page, who says and hears frames. */
  async peer(t: Teardown, user: string): Promise<ChatPeer> {
    const peer = await ChatPeer.as(this.port, user)
    t.teardown(() => peer.end())
    return peer
  }

  /** One who is logged in at a page, and a friend without one. */
  async pair(
    t: Teardown,
    [user, friend]: [string, string],
    options?: VisitorOptions,
  ): Promise<{ guest: Guest; peer: ChatPeer }> {
    const [own, peer] = [await this.peer(t, user), await this.peer(t, friend)]
    await befriend(own, peer, [user, friend])
    own.end()
    const guest = await this.guest(options)
    await guest.logIn(user)
    await guest.isIn()
    return { guest, peer }
  }
}
