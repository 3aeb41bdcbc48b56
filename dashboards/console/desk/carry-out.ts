import type { Asking } from '../feed/feed.ts'
import type { Decision } from '../state/dialog.ts'
import { TEXTS } from '../texts.ts'
import { untilWhen } from '../views/moments.ts'

/** Does what was decided. Resolves with the sentence that says so; rejects when the server refuses. */
export async function carryOut({ ask }: Asking, decision: Decision): Promise<string> {
  const { act, reason, text, forMs } = decision
  const why = reason === '' ? {} : { reason }
  const time = forMs === undefined ? {} : { forMs }
  const { done } = TEXTS
  switch (act.type) {
    case 'kick': {
      const whom = act.session === undefined ? { user: act.whom } : { session: act.session }
      const { sessions } = await ask('kick', { ...whom, ...why })
      return done.kick(act.whom, sessions)
    }
    case 'ban': {
      const { until, sessions } = await ask('ban', { user: act.whom, ...time, ...why })
      return done.ban(act.whom, untilWhen(until), sessions)
    }
    case 'mute': {
      const { until } = await ask('mute', { user: act.whom, ...time, ...why })
      return done.mute(act.whom, untilWhen(until))
    }
    case 'unban':
      await ask('unban', { user: act.whom, ...why })
      return done.unban(act.whom)
    case 'unmute':
      await ask('unmute', { user: act.whom, ...why })
      return done.unmute(act.whom)
    case 'announce': {
      const { sessions } = await ask('announce', { text })
      return done.announce(sessions)
    }
  }
}
