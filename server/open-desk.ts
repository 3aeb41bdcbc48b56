import { SYSTEM_CLOCK } from './clock.ts'
import type { Services } from './commands/services.ts'
import type { ServerConfig } from './config.ts'
import type { Logger } from './log.ts'
import type { Tally } from './metrics/tally.ts'
import { version } from './package-root.ts'
import { Dispatcher } from './sessions/dispatcher.ts'
import { FrontDesk, type FrontDeskParts } from './sessions/front-desk.ts'

/** What commands use, but for what is made of the rest. */
type Given = Omit<Services, 'access' | 'clock' | 'serverName' | 'usage' | 'loggedIn'>

export interface DeskParts extends Given, Pick<FrontDeskParts, 'usage'> {
  config: ServerConfig
  log: Logger
  tally: Tally
}

/** Where connections become sessions, with all that their requests need. */
export function openDesk({ config, log, tally, ...given }: DeskParts): FrontDesk {
  const clock = SYSTEM_CLOCK
  const { directory, usage } = given
  const dispatcher = new Dispatcher({
    services: {
      ...given,
      access: config,
      clock,
      serverName: `teahouse/${version}`,
      loggedIn: (session, kind, ms) => {
        desk.registry.authenticated(session)
        tally.loginSeconds[kind].record(ms / 1000)
      },
    },
    tally,
    failed: (session, type, error) =>
      log.error({ err: error, session: session.id, type }, 'a request failed'),
  })
  const desk: FrontDesk = new FrontDesk({
    ...{ config, clock, log, tally, directory, usage, dispatcher },
  })
  return desk
}
