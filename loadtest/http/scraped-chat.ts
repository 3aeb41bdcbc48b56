import { chat } from '../scenarios/chat.ts'
import type { Phase } from '../scenarios/plan.ts'
import type { Scenario } from '../scenarios/scenario.ts'

const SCRAPED = 'scraped'

/** Half of the time alone, a quarter before and a quarter after, so that what drifts meanwhile (a database that grows, a program that warms up) is in both halves. */
export const scrapedChat: Scenario = {
  name: 'chat, scraped',
  about: `${chat.about} Meanwhile somebody asks the server over HTTP.`,
  defaults: chat.defaults,
  play(stage) {
    chat.play(stage)
    stage.phase('alone', 0)
    stage.phase(SCRAPED, 1 / 4)
    stage.phase('alone again', 3 / 4)
  },
}

export const isScraped = ({ name }: Phase): boolean => name === SCRAPED
