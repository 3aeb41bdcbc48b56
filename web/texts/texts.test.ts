import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { packageRoot } from '../../server/package-root.ts'
import { EN } from './en.ts'
import { ZH } from './zh.ts'

const WEB = join(packageRoot, 'web')
/** The word for how somebody is has the name of it. */
const STATUSES = ['online', 'away', 'offline']

t.test('both languages take the same values', async (t) => {
  const values = (sentence: string): string[] => (sentence.match(/\{\w+\}/g) ?? []).toSorted()
  for (const [key, sentence] of Object.entries(EN)) {
    t.same(values((ZH as Record<string, string>)[key] ?? ''), values(sentence), key)
  }
})

t.test('every sentence is said somewhere', async (t) => {
  const sources = readdirSync(WEB, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('texts'))
    .map((file) => readFileSync(join(WEB, file), 'utf8'))
    .join('\n')
  const unsaid = Object.keys(EN).filter(
    (key) => !new RegExp(`\\btexts\\.${key}\\b`).test(sources) && !STATUSES.includes(key),
  )
  t.same(unsaid, [])
})
