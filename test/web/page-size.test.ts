import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { packageRoot } from '../../server/package-root.ts'

const SITE = join(packageRoot, 'dist', 'web', 'site')
/** HTML, style sheet, picture and code until a conversation can be read and answered, in either language. */
const MAX_FIRST_BYTES = 40_000
/** All that one person ever loads: the dialogs as well, in one language. */
const MAX_ONE_LANGUAGE_BYTES = 49_500
/** Everything that there is, the other language among it. */
const MAX_ALL_BYTES = 52_000

const read = (path: string): Buffer => readFileSync(join(SITE, path))
const gzipped = (paths: readonly string[]): number =>
  paths.reduce((sum, path) => sum + gzipSync(read(path), { level: 9 }).length, 0)

const FILES = readdirSync(SITE, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ path, name }) => join(path, name).slice(SITE.length + 1))
const INDEX = read('index.html').toString()
/** What the browser fetches because index.html names it. */
const NAMED = [...INDEX.matchAll(/(?:src|href)="\/([^"]+)"/g)]
  .map(([, path = '']) => path)
  .filter((path, index, all) => !path.endsWith('.webmanifest') && all.indexOf(path) === index)

const wordsIn = (language: string): string[] =>
  FILES.filter((path) => path.startsWith(`assets/${language}-`))

t.test('the page is small at the first sight, in both languages', async (t) => {
  t.ok(NAMED.some((path) => path.endsWith('.js')) && NAMED.some((path) => path.endsWith('.css')))
  for (const language of ['en', 'zh']) {
    const words = wordsIn(language)
    t.ok(words.length === 1, 'the words are found')
    const bytes = gzipped(['index.html', ...NAMED, ...words])
    t.ok(bytes < MAX_FIRST_BYTES, `${language}: ${bytes} bytes`)
  }
})

t.test('and not much larger with all that somebody can open', async (t) => {
  for (const [language, other] of [
    ['en', 'zh'],
    ['zh', 'en'],
  ] as const) {
    const bytes = gzipped(FILES.filter((path) => !wordsIn(other).includes(path)))
    t.ok(bytes < MAX_ONE_LANGUAGE_BYTES, `${language}: ${bytes} bytes`)
  }
})

t.test('both languages together are little more', async (t) => {
  const bytes = gzipped(FILES)
  t.ok(bytes < MAX_ALL_BYTES, `${bytes} bytes`)
})

t.test('something is there before the script has run', async (t) => {
  t.match(INDEX, /<main[^>]*>[\s\S]*Teahouse[\s\S]*茶馆[\s\S]*<\/main>/)
})

t.test('nothing is inline, and nothing comes from another host', async (t) => {
  t.notMatch(INDEX, /<script(?![^>]*\bsrc=)/)
  t.notMatch(INDEX, /<style|\sstyle=|\son\w+=/)
  for (const path of FILES) {
    const text = read(path).toString()
    const hosts = [...text.matchAll(/\bhttps?:\/\/([a-z0-9.-]+)/gi)].map(([, host]) => host)
    // The name of a vocabulary and not an address: nothing is fetched from there.
    t.same(
      hosts.filter((host) => host !== 'www.w3.org'),
      [],
      path,
    )
    t.notMatch(text, /url\(\s*["']?(?:https?:)?\/\//, path)
  }
})

t.test('no code makes HTML from text', async (t) => {
  for (const path of FILES.filter((file) => file.endsWith('.js'))) {
    const code = read(path).toString()
    t.notMatch(code, /\beval\(|new Function\(|document\.write|insertAdjacentHTML|outerHTML/, path)
    // Preact has one place for it, behind a property that no view of ours sets.
    t.ok((code.match(/dangerouslySetInnerHTML/g) ?? []).length <= 2, path)
  }
})
