import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { EVENTS } from '../../protocol/events.ts'
import { REPLIES } from '../../protocol/replies.ts'
import { REQUESTS } from '../../protocol/requests.ts'
import { packageRoot } from '../../server/package-root.ts'
import { ownNames } from './own-names.ts'

const { own, others } = ownNames(packageRoot)
const OWN = new Set(own)

/** Names of fields, wherever they stand in a schema. */
function fieldsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { properties = {} } = schema as { properties?: object }
  return [...Object.keys(properties), ...Object.values(schema).flatMap(fieldsOf)]
}

/** Lines of the page's code with something in it, as `file: what`. */
function placesOf(pattern: RegExp): string[] {
  const places = ['client', 'web'].flatMap((folder) =>
    readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /(?<!\.test|\.d)\.tsx?$/.test(path) && !/^(?:test|build)\//.test(path))
      .flatMap((path) => {
        const found = readFileSync(join(packageRoot, folder, path), 'utf8').match(pattern) ?? []
        return found.map((what) => `${folder}/${path}: ${what}`)
      }),
  )
  return places.toSorted()
}

t.test('what only the page says is found', async (t) => {
  for (const name of ['roster', 'countedTo', 'isLoaded', 'onRecalled', 'logIn', 'nothingSaid']) {
    t.ok(OWN.has(name), name)
  }
  t.ok(OWN.size > 200, `${OWN.size} names`)
})

t.test(
  'every other name is known, so that no short one is given that is there already',
  async (t) => {
    for (const name of ['me', 'id', 'chat', 'textContent', 'writtenAt', 'enterkeyhint']) {
      t.ok(others.has(name), name)
    }
    t.same(
      own.filter((name) => others.has(name)),
      [],
    )
  },
)

t.test('no field of the wire is among it', async (t) => {
  const fields = [EVENTS, REPLIES, REQUESTS].flatMap((schemas) =>
    Object.values(schemas).flatMap(fieldsOf),
  )
  t.ok(new Set(fields).size > 40, 'the fields were found')
  t.same(
    [...fields, 'code', 'message', 'field', 'retryAfterMs'].filter((name) => OWN.has(name)),
    [],
  )
})

t.test('nothing that a browser, the language or Preact has is among it', async (t) => {
  const theirs =
    'textContent dataset scrollTop getBoundingClientRect readyState bufferedAmount localStorage toWellFormed canParse ' +
    'hourCycle getRandomValues debounceRendering shouldComponentUpdate peek current enterkeyhint autocapitalize'
  t.same(
    theirs.split(' ').filter((name) => OWN.has(name)),
    [],
  )
})

t.test(
  'no name that a string holds, or that fills a place in a sentence, is among it',
  async (t) => {
    const asked = ['online', 'away', 'offline', 'sound', 'ctrlSends', 'count', 'seconds', 'room']
    t.same(
      asked.filter((name) => OWN.has(name)),
      [],
    )
  },
)

t.test(
  'what is kept, or goes to another tab, has names that stay: these places were looked at',
  async (t) => {
    t.same(placesOf(/JSON\.stringify|(?:push|replace)State|postMessage|structuredClone/g), [
      // Frames, of which every field is of the wire.
      'client/wire/connection.ts: JSON.stringify',
      'client/wire/connection.ts: JSON.stringify',
      // `user`, `chat`, `seq`.
      'web/browser/other-tabs.ts: postMessage',
      // `depth`.
      'web/browser/router.ts: pushState',
      'web/browser/router.ts: replaceState',
      // `user`, `token`.
      'web/desk/kept-login.ts: JSON.stringify',
      // A message of the wire, and `writtenAt`.
      'web/model/kept-outbox.ts: JSON.stringify',
      // `received` and `read`, as on the wire.
      'web/model/receipts.ts: JSON.stringify',
      // By names that are in strings where they are read.
      'web/model/settings.ts: JSON.stringify',
    ])
    t.same(
      ['writtenAt', 'depth', 'received', 'read', 'user', 'token', 'chat', 'seq', 'text'].filter(
        (name) => OWN.has(name),
      ),
      [],
    )
  },
)

t.test(
  'nowhere does the name of a property become something to be seen, or the other way round',
  async (t) => {
    t.same(placesOf(/Object\.(?:keys|entries|fromEntries|getOwn\w+)|\bfor \(const \w+ in\b/g), [
      // Which of the wire contract's schemas; not in the page.
      'client/wire/fits.ts: Object.entries',
      'client/wire/strict-check.ts: Object.entries',
      // The browser's storage.
      'web/browser/local-shelf.ts: Object.keys',
      // The same names on both sides.
      'web/views/memo.ts: Object.keys',
    ])
  },
)
