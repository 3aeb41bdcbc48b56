import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Bilingual } from '../../texts.ts'
import { S } from '../screen-texts.ts'

const FOLDER = join(import.meta.dirname, '..')
const EXTENSION = import.meta.filename.slice(-3)
const SOURCES = readdirSync(FOLDER)
  .filter((file) => file.endsWith(EXTENSION) && !file.startsWith('screen-texts'))
  .map((file) => [file, readFileSync(join(FOLDER, file), 'utf8')] as const)
const entries = Object.entries(S) as [string, Bilingual][]

t.test('every text of the screen is there in both languages, with the same places', async (t) => {
  const placesOf = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort()
  for (const [key, { en, zh }] of entries) {
    t.ok(en !== '' && zh !== '', key)
    t.same(placesOf(en), placesOf(zh), key)
    t.notMatch(en, /\p{Script=Han}/u, key)
  }
})

t.test('no text is left over', async (t) => {
  const all = SOURCES.map(([, source]) => source).join('\n')
  for (const [key] of entries) t.ok(new RegExp(`\\bS\\.${key}\\b`).test(all), key)
})

t.test('no text stands outside the table', async (t) => {
  // Only signs and the name of the product are said in the same way to everybody.
  const words = /'(?:[^'\n]*[a-z]{2,} [a-z]{2,}|[^'\n]*\p{Script=Han})[^'\n]*'/gu
  for (const [file, source] of SOURCES) {
    const code = source.replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, '').replace(/^import.*$/gm, '')
    const said = code.split('\n').flatMap((line) => line.match(words) ?? [])
    t.same(
      said.filter((text) => !text.includes('(')),
      [],
      file,
    )
  }
})
