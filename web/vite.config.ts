import { join } from 'node:path'
import { defineConfig } from 'vite'
import { plainImports } from './build/plain-imports.ts'
import { shortNames } from './build/short-names.ts'

/** Where a running server is, while one works on the page: `TEAHOUSE=http://127.0.0.1:7700 npx vite web`. */
const server = process.env['TEAHOUSE'] ?? 'http://127.0.0.1:7700'

/** JSX as calls of Preact's own function: half a kilobyte less than its newer runtime makes of it. The two are the same to whoever writes it. */
const CALLS = { runtime: 'classic', pragma: 'createElement', pragmaFrag: 'Fragment' } as const
const JSX = {
  createElement: ['preact', 'createElement'],
  Fragment: ['preact', 'Fragment'],
} satisfies Record<string, [module: string, name: string]>

// biome-ignore lint/style/noDefaultExport: vite looks for it there
export default defineConfig(({ command }) => ({
  root: import.meta.dirname,
  plugins: [plainImports(), shortNames(join(import.meta.dirname, '..'))],
  build: {
    outDir: '../dist/web/site',
    emptyOutDir: true,
    target: 'es2022',
    // Without it `light-dark()` is written out in a roundabout way for browsers of before 2024.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // Everything is a file of its own: the page's policy allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Whoever debugs a server on their LAN may read the source as it is.
    sourcemap: false,
    reportCompressedSize: false,
    rolldownOptions: { transform: { inject: JSX } },
  },
  ...(command === 'build' && { oxc: { jsx: CALLS } }),
  server: {
    proxy: { '/ws': { target: server, ws: true, changeOrigin: true } },
  },
}))
