import { roomName } from '../../protocol/names.ts'
import type { Desk } from '../desk.ts'
import type { Look } from './look.ts'
import { type Panel, withBestChoice } from './panel.ts'
import type { ScreenModel } from './screen-model.ts'
import { findPanel } from './screen-panels.ts'

export interface LookupOptions {
  model: ScreenModel
  look: Look
  desk: Desk
  onChange(): void
}

/** A word is looked for on the server when one has stopped typing it. */
const FIND_AFTER_MS = 250
const FIND_LIMIT = 20

/** People and rooms that only the server knows, for the panel in which one looks for them. */
export class Lookup {
  readonly #options: LookupOptions
  #timer: NodeJS.Timeout | undefined

  constructor(options: LookupOptions) {
    this.#options = options
  }

  later(panel: Panel): void {
    clearTimeout(this.#timer)
    if (panel.query.trim() === '') return
    this.#timer = setTimeout(() => void this.#find(panel.query), FIND_AFTER_MS)
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  async #find(query: string): Promise<void> {
    const { model, look, desk, onChange } = this.#options
    const { client } = desk
    if (!client.isOnline) return
    const name = query.trim()
    try {
      const [{ users }, { rooms }] = await Promise.all([
        client.request('users.find', { query: name, limit: FIND_LIMIT }),
        client.request('rooms.find', { query: roomName(name), limit: FIND_LIMIT }),
      ])
      const { panel } = model
      if (panel?.kind !== 'find' || panel.query !== query) return
      model.panel = withBestChoice(findPanel(model, look, query, { users, rooms }), panel)
      onChange()
    } catch {
      // What is known here is found all the same.
    }
  }
}
