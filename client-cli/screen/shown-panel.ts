import { type Notice, noticeLines } from '../terminal/notice-lines.ts'
import { helpPanel } from './help-panel.ts'
import type { Look } from './look.ts'
import type { Panel } from './panel.ts'
import { wholeHelp } from './screen-commands.ts'
import type { ScreenModel } from './screen-model.ts'
import {
  foundPanel,
  friendsPanel,
  inboxPanel,
  membersPanel,
  roomsPanel,
  textPanel,
  usersPanel,
} from './screen-panels.ts'
import { S } from './screen-texts.ts'

/** What stands in front of the conversation when something is shown; `undefined` when nothing does. */
export function shownPanel(
  showing: Exclude<Notice, { kind: 'done' | 'warning' | 'failed' }>,
  model: ScreenModel,
  look: Look,
): Panel | undefined {
  const { speech } = look
  switch (showing.kind) {
    case 'friends':
      return friendsPanel(showing, look)
    case 'requests':
      return inboxPanel(model, look)
    case 'users':
      return usersPanel(showing, look)
    case 'rooms':
      return roomsPanel(showing, look)
    case 'members':
      return membersPanel(showing, look)
    case 'found':
      return foundPanel(showing, look)
    case 'help':
      return showing.about === undefined ? wholeHelp(look) : helpPanel(look, showing.about)
    case 'missed':
      // Unasked the list says it, by its numbers.
      if (!showing.isAsked) return undefined
      return textPanel(speech.say('whileAway'), noticeLines(look, showing), look)
    default:
      return textPanel(speech.of(S.notices), noticeLines(look, showing), look)
  }
}
