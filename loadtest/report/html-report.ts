import type { LoadResult } from './load-result.ts'
export function renderHtml(result: LoadResult): string {
  return JSON.stringify(result)
}
