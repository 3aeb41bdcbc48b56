import { FOR_EVER } from '../../protocol/admin-entities.ts'

/** The end of a sentence about a ban or a mute: nothing for one without an end. */
export const untilWhen = (until: number): string =>
  until >= FOR_EVER ? '' : ` until ${new Date(until).toISOString()}`
