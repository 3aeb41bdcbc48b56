/** What tabs of one browser tell each other: the server tells a user's cursors to the others in a chat, not to the user's own sessions. */
export interface SeenElsewhere {
  user: string
  chat: string
  seq: number
}

export class OtherTabs {
  readonly #channel = new BroadcastChannel('teahouse')

  onSeen(take: (seen: SeenElsewhere) => void): void {
    this.#channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const { user, chat, seq } = (data ?? {}) as Partial<SeenElsewhere>
      if (typeof user === 'string' && typeof chat === 'string' && typeof seq === 'number') {
        take({ user, chat, seq })
      }
    })
  }

  tellSeen(seen: SeenElsewhere): void {
    this.#channel.postMessage(seen)
  }

  close(): void {
    this.#channel.close()
  }
}
