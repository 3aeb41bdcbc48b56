/**
 * What a Worker is started with to run this file of the load tester, as seen from here: `./http/http-worker.ts`. The same
 * program runs from its sources and compiled. A thread does not take over the hooks that read TypeScript: it sets its own.
 */
export function workerEntry(file: string): URL {
  if (!import.meta.url.endsWith('.ts')) {
    return new URL(file.replace(/\.ts$/, '.js'), import.meta.url)
  }
  const hooks = JSON.stringify(import.meta.resolve('tsx/esm/api'))
  const source = JSON.stringify(new URL(file, import.meta.url).href)
  const code = `import { register } from ${hooks}; register(); await import(${source})`
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`)
}
