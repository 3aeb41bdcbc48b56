/** When the terminal rings: for mentions and direct messages, for every message, never. */
export type BellName = 'mentions' | 'all' | 'off'
export const BELL_NAMES: readonly BellName[] = ['mentions', 'all', 'off']
