import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { packageRoot } from '../../server/package-root.ts'

/** From the sources, whatever runs the test: a word that is written nowhere else cannot be found otherwise. */
const read = (file: string): string => readFileSync(join(packageRoot, 'client-cli', file), 'utf8')

t.test(
  'every word that begins a plain line is in the page that scripts are written by',
  async (t) => {
    const source = read('plain/plain-lines.ts')
    const words = new Set(
      [...source.matchAll(/\b(?:line|messageLine)\('([\w.]+)'/g)].map(([, word]) => String(word)),
    )
    const events = [...source.matchAll(/case '((?:friend|room)\.\w+)'/g)].map(([, word]) =>
      String(word),
    )
    t.ok(words.size > 15, 'the words were found')
    t.equal(events.length, 6)
    const table = read('README.md').split('## `--plain`')[1] ?? ''
    for (const word of [...words, ...events]) t.match(table, new RegExp(`\`${word}\` `), word)
  },
)
