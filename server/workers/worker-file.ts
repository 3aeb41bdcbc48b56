/** A worker's file beside the caller: `.js` when compiled, `.ts` when run from source. */
export function workerFile(name: string, callerUrl: string): string {
  return new URL(`./${name}${callerUrl.endsWith('.ts') ? '.ts' : '.js'}`, callerUrl).href
}
