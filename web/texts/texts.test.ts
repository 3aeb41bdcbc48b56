import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { packageRoot } from '../../server/package-root.ts'
import { EN } from './en.ts'
import { EN_MORE } from './en-more.ts'
import { ZH } from './zh.ts'
import { ZH_MORE } from './zh-more.ts'

const WEB = join(packageRoot, 'web')
/** The word for how somebody is has the name of it. */
const STATUSES = ['online', 'away', 'offline']
const IMPORT = /^(?:import|export) (?!type\b)[^;]*? from '(\.[^']+)'/gm

/** These files and all that they load at once. */
function loadedBy(start: string): string[] {
  const found = new Set([start])
  for (const file of found) {
    if (!file.startsWith(WEB)) continue
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      if (!/\.tsx?$/.test(path)) continue
      found.add(join(file, '..', path))
    }
  }
  return [...found].filter((file) => file.startsWith(WEB))
}

t.test('both languages take the same values', async (t) => {
  const values = (sentence: string): string[] => (sentence.match(/\{\w+\}/g) ?? []).toSorted()
  for (const [en, zh] of [
    [EN, ZH],
    [EN_MORE, ZH_MORE],
  ] as [Record<string, string>, Record<string, string>][]) {
    for (const [key, sentence] of Object.entries(en)) {
      t.same(values(zh[key] ?? ''), values(sentence), key)
    }
  }
})

t.test('what is there at the first sight says nothing that comes later', async (t) => {
  const files = loadedBy(join(WEB, 'main.tsx')).filter((file) => file.includes('/views/'))
  t.ok(files.length > 15, 'the views were found')
  for (const file of files) {
    const said = readFileSync(file, 'utf8').matchAll(/\btexts\.(\w+)/g)
    const early = [...said].map(([, key = '']) => key).filter((key) => Object.hasOwn(EN_MORE, key))
    t.same(early, [], file.slice(WEB.length))
  }
})

t.test('every sentence is said somewhere', async (t) => {
  const sources = readdirSync(WEB, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('texts'))
    .map((file) => readFileSync(join(WEB, file), 'utf8'))
    .join('\n')
  const unsaid = Object.keys({ ...EN, ...EN_MORE }).filter(
    (key) => !new RegExp(`\\btexts\\.${key}\\b`).test(sources) && !STATUSES.includes(key),
  )
  t.same(unsaid, [])
})
