import { setTimeout as pause } from 'node:timers/promises'
import { FeedError, reasonText } from '../reasons.ts'
import type { Feed, FeedListener } from './feed.ts'
import { parseSamples } from './prometheus-text.ts'
import { Scrape } from './scrape.ts'
import { scrapedFigures } from './scraped-figures.ts'

const EVERY_MS = 1_000
const PATIENCE_MS = 5_000
/** Percentiles are of so many seconds; over the admin socket it is five to ten. */
const KEPT = 8
/** A page of ours has some ten kilobytes. */
const MAX_CHARACTERS = 4_000_000

/** A server from its Prometheus endpoint alone: figures, and nothing that could change anything. */
export class MetricsFeed implements Feed {
  readonly target: string
  readonly place: string
  readonly #url: URL
  readonly #stopped = new AbortController()
  readonly #kept: Scrape[] = []
  #isLost = false

  constructor(url: URL) {
    this.#url = url
    this.target = url.host
    this.place = url.href
  }

  async open(listener: FeedListener): Promise<void> {
    listener.figures(await this.#look())
    void this.#stay(listener)
  }

  watchLog(): void {
    // An endpoint tells no lines.
  }

  close(): void {
    this.#stopped.abort()
  }

  async #stay(listener: FeedListener): Promise<void> {
    const { signal } = this.#stopped
    for (;;) {
      await pause(EVERY_MS, undefined, { signal }).catch(() => {})
      if (signal.aborted) return
      try {
        const figures = await this.#look()
        if (this.#isLost) listener.back()
        this.#isLost = false
        listener.figures(figures)
      } catch (error) {
        if (signal.aborted) return
        this.#isLost = true
        listener.lost(reasonText(error))
      }
    }
  }

  async #look() {
    const now = new Scrape(parseSamples(await this.#text()), Date.now())
    if (now.sum('teahouse_sessions') === undefined) {
      throw new FeedError('foreign')
    }
    const figures = scrapedFigures(now, this.#kept.at(-1), this.#kept[0])
    this.#kept.push(now)
    if (this.#kept.length > KEPT) this.#kept.shift()
    return figures
  }

  async #text(): Promise<string> {
    const late = AbortSignal.timeout(PATIENCE_MS)
    const signal = AbortSignal.any([this.#stopped.signal, late])
    try {
      const response = await fetch(this.#url, { signal })
      if (!response.ok) throw new FeedError('status', String(response.status))
      return await limited(response)
    } catch (error) {
      if (late.aborted) throw new FeedError('late', String(PATIENCE_MS / 1_000), { cause: error })
      throw asFeedError(error)
    }
  }
}

async function limited(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > MAX_CHARACTERS) throw new FeedError('long')
  }
  return text
}

/** fetch says only that it failed; its cause says why. */
function asFeedError(error: unknown): Error {
  const { cause } = error as { cause?: NodeJS.ErrnoException }
  if (cause?.code === 'ECONNREFUSED') return new FeedError('nobody', '', { cause })
  return cause ?? (error as Error)
}
