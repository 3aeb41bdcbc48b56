import { EVENTS } from '../../protocol/events.ts'
import { REPLIES } from '../../protocol/replies.ts'
import { fits } from './fits.ts'
import type { FrameCheck } from './frame-check.ts'

const EVENT_SCHEMAS: ReadonlyMap<string, object> = new Map(Object.entries(EVENTS))

/** Every field of every frame. */
export const STRICT_CHECK: FrameCheck = {
  isEvent(type, frame) {
    const schema = EVENT_SCHEMAS.get(type)
    return schema && fits(schema, frame)
  },
  isReply: (to, fields) => fits(REPLIES[to], fields),
}
