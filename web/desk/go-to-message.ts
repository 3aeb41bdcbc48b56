import type { App } from './app.ts'
import type { Desk } from './desk.ts'

/** On either side of a message that is gone to. */
const AROUND = 40

/** Shows a message in its place, however far back that is. `isBeside`: what is beside the conversation stays there. */
export async function goToMessage(
  app: App,
  desk: Desk,
  { chat, seq }: { chat: string; seq: number },
  isBeside: boolean,
): Promise<void> {
  const { panel } = app.place.peek()
  app.go({ chat, ...(isBeside && panel !== undefined && { panel }) })
  desk.turnTo(chat)
  const conversation = desk.current.peek()
  if (conversation === undefined) return
  const { window } = conversation
  if (!window.has(seq)) {
    await desk.chats.fetch(conversation, 'latest', async () => {
      const [before, behind] = await Promise.all([
        desk.client.request('history', { chat, before: seq + 1, limit: AROUND }),
        desk.client.request('history', { chat, after: seq, limit: AROUND }),
      ])
      window.past([...before.messages, ...behind.messages], before.more, behind.more)
    })
  }
  conversation.goTo(seq)
}
