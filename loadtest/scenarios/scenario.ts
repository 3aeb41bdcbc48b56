import type { LoadOption } from '../load-option-table.ts'
import type { Stage } from './stage.ts'

/** What a user does, and who else is there. `play` only describes; the generator acts it out. */
export interface Scenario {
  readonly name: string
  /** One sentence for `--help` and the report. */
  readonly about: string
  /** Where this scenario's defaults differ from the table's, as they would be typed. */
  readonly defaults: Readonly<Partial<Record<LoadOption, string>>>
  play(stage: Stage): void
}
