import type { LoadResult } from './load-result.ts'

/** The result as it is, for programs. */
export const renderJson = (result: LoadResult): string => `${JSON.stringify(result, null, 2)}\n`
