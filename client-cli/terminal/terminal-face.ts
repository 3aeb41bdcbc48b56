import type { Message } from '../../protocol/entities.ts'
import { MIN_PASSWORD_LENGTH } from '../../protocol/limits.ts'
import { foldName, isRoomAddress } from '../../protocol/names.ts'
import { harmlessLine } from '../harmless.ts'
import type { Roster } from '../roster.ts'
import type { Face, Showing, ShownEvent } from '../showing.ts'
import type { Values } from '../speech.ts'
import type { OutgoingMessage } from '../sync/outbox.ts'
import type { TextKey } from '../texts.ts'
import { eventLines } from './event-lines.ts'
import { helpLines } from './list-lines.ts'
import {
  DayLines,
  DELIVERED,
  messageLines,
  pageLines,
  READ,
  REFUSED,
  ruleLine,
  STORED,
  type Style,
  WAITING,
} from './message-lines.ts'
import { NewMarks } from './new-marks.ts'
import { OwnMessages } from './own-messages.ts'
import { type Mark, promptText } from './prompt-text.ts'
import type { Screen } from './screen.ts'
import { Typists } from './typists.ts'

type Shows<Kind extends Showing['kind']> = Extract<Showing, { kind: Kind }>
