import type { Plugin } from 'vite'

/**
 * What Vite puts round each `import()`, to fetch beforehand what that file will ask for and the styles that belong to it. Ours ask for nothing
 * that is not there, and their styles are known to them: so it is left out, which is half a kilobyte.
 */
export function plainImports(): Plugin {
  return {
    name: 'plain-imports',
    enforce: 'pre',
    apply: 'build',
    load: (id) =>
      id === '\0vite/preload-helper.js'
        ? 'export const __vitePreload = (load) => load()'
        : undefined,
  }
}
