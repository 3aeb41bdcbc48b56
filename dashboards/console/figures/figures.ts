import type { Stats } from '../../../protocol/admin-entities.ts'

/** What is known of the server at one moment: all of it over the admin socket, less of it from its Prometheus endpoint. */
export type Figures = Partial<Stats> & { readonly at: number }

/** Error replies that are the server's own fault, or the database's: people's mistakes are no reason to worry. */
const FAULTS = ['internal', 'unavailable'] as const

export const faultsOf = ({ errorCodes }: Figures): number =>
  FAULTS.reduce((sum, code) => sum + (errorCodes?.[code] ?? 0), 0)
