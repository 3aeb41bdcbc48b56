import type { ChatPeer } from './chat-peer.ts'

/** The texts of all that a search finds, page by page. */
export async function allPages(peer: ChatPeer, query: string, limit: number): Promise<string[]> {
  const texts: string[] = []
  let page: object = {}
  for (;;) {
    const reply = await peer.ok({ type: 'search', query, limit, ...page })
    const messages = reply['messages'] as { text: string }[]
    if (messages.length > limit) throw new Error('more than asked for')
    texts.push(...messages.map(({ text }) => text))
    if (reply['more'] !== true) return texts
    page = { page: reply['next'] }
  }
}
