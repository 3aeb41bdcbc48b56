import { Roster } from '../../../client/roster.ts'
import type { Message, User } from '../../../protocol/entities.ts'
import { rowText } from '../../../terminal/row.ts'
import { MORNING, styleOf } from '../../test/support/style.ts'
import type { Language } from '../../texts.ts'
import { renderFrame, type Size } from '../frame.ts'
import type { Look } from '../look.ts'
import { ScreenModel } from '../screen-model.ts'

/** A screen without a terminal, as `li` sees it on a Sunday morning. */
export class Stage {
  readonly roster = new Roster()
  readonly model = new ScreenModel(this.roster, { theme: 'plain', bell: 'mentions' })
  readonly look: Look
  nowMs = MORNING

  constructor(lang: Language = 'en') {
    this.look = {
      ...styleOf(lang),
      roster: this.roster,
      server: '127.0.0.1:7700',
      isSecure: true,
      nameOf: (chat) => this.roster.nameOf(chat),
      now: () => this.nowMs,
    }
    this.model.isSignedIn = true
    this.model.link = { kind: 'online' }
  }

  friends(...friends: readonly User[]): void {
    this.roster.learnFriends(friends, [])
    this.model.rosterChanged()
  }

  /** A chat with these messages is open. */
  open(chat: string, messages: readonly Message[], more = false): void {
    this.model.turnTo(chat).page(messages, more)
    this.model.rosterChanged()
  }

  rows(size: Size = { columns: 80, rows: 24 }): string[] {
    return renderFrame(this.model, size, this.look).rows.map(rowText)
  }
}

export const HAN: User = { user: 'han', nickname: '韩梅梅', status: 'online' }
export const TOM: User = { user: 'tom', nickname: 'Tom', status: 'away' }

export function said(seq: number, from: string, text: string, at = MORNING, chat = 'han'): Message {
  return { chat, seq, from, cid: `${from}-${seq}`, at, text }
}
