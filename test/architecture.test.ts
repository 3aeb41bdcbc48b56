import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { packageRoot } from '../server/package-root.ts'
import {
  breaches,
  cycles,
  type Import,
  importsOf,
  isFree,
  type Rules,
  readsEnvironment,
} from './support/import-graph.ts'

/** Small things without a will of their own, which any part of the server may use. */
const LEAVES = ['server/chat-error.ts', 'server/clock.ts']
const STORE = 'server/storage/store.ts'
const OPERATOR_RECORDS = 'server/storage/operator-records.ts'
const REMINDER_RECORDS = 'server/storage/reminder-records.ts'
const UNAVAILABLE = 'server/storage/storage-unavailable.ts'

/** Who may import whom. Nobody is listed with `bin`: no program knows how it was started. */
const RULES: Rules = {
  mayImport: {
    protocol: [],
    // Cells, rows and colours of a terminal: whoever draws on one.
    terminal: [],
    // Servers on the local network: one tells of itself, others look for them.
    discovery: ['terminal'],
    // A user's client without a face, for Node and browsers alike.
    client: ['protocol'],
    'client-cli': ['protocol', 'terminal', 'client'],
    loadtest: ['protocol'],
    web: ['protocol', 'client'],
    // Thinks, and touches neither the page nor the connection.
    'web/model': ['protocol', 'client'],
    'web/texts': ['client/chinese-errors.ts'],
    // What one does, as signals; it has never heard of a document.
    'web/desk': ['protocol', 'client', 'web/model', 'web/texts'],
    'web/wire': ['protocol', 'client'],
    // What only a browser has.
    'web/browser': ['protocol', 'client', 'web/model', 'web/desk'],
    'web/views': [
      'protocol',
      'client',
      'web/model',
      'web/desk',
      'web/browser',
      'web/texts',
      'web/more.ts',
    ],
    'web/more.ts': ['web'],
    'web/main.tsx': ['web'],
    // How the page is built; it is no part of it.
    'web/build': [],
    'web/vite.config.ts': ['web/build'],
    dashboards: ['protocol', 'terminal'],

    'server/chat-error.ts': ['protocol'],
    'server/clock.ts': [],
    // What a setting's text means, without knowing which setting.
    'server/setting-values.ts': [],
    'server/config.ts': [
      'server/setting-values.ts',
      'discovery/service.ts',
      'server/storage/storage-url.ts',
      'server/storage/storage-config-error.ts',
    ],
    'server/at-most.ts': [],
    'server/open-files.ts': [],
    'server/package-root.ts': [],
    'server/log-destination.ts': [],
    'server/log.ts': ['server/config.ts', 'server/log-destination.ts'],
    'server/metrics.ts': ['server/metrics'],
    // Numbers, and what they are called: it counts for all and knows nobody.
    'server/metrics': ['protocol'],
    // Bytes, not chat.
    'server/net': ['protocol'],
    // HTTP, on sockets that others accepted.
    'server/web': [],
    // Keys and certificates, and who may see them.
    'server/certificate': [
      'server/config.ts',
      'server/log.ts',
      'server/net/tls-door.ts',
      'server/workers/make-certificate.ts',
    ],
    // The database, which knows neither sessions nor threads.
    'server/storage': ['protocol', 'server/chat-error.ts'],
    // Who gets what: no sockets. Both speak of entries and conversations, and neither calls the other.
    'server/directory': ['protocol', ...LEAVES, STORE, 'server/journal/entry.ts'],
    'server/journal': [
      'protocol',
      ...LEAVES,
      STORE,
      'server/directory/conversation.ts',
      'server/directory/recipient.ts',
    ],
    'server/workers': [
      'protocol',
      ...LEAVES,
      STORE,
      UNAVAILABLE,
      'server/storage/open-store.ts',
      'server/storage/sqlite-backup.ts',
      'server/storage/storage-config-error.ts',
    ],
    // One file per request; never a socket.
    'server/commands': [
      'protocol',
      ...LEAVES,
      STORE,
      'server/config.ts',
      'server/directory',
      'server/journal',
      'server/sessions',
      'server/workers/credentials-pool.ts',
      'server/workers/storage-api.ts',
    ],
    // They see a connection as the Wire that they ask for.
    'server/sessions': [
      'protocol',
      ...LEAVES,
      STORE,
      UNAVAILABLE,
      'server/commands',
      'server/config.ts',
      'server/directory',
      'server/journal/entry.ts',
      'server/log.ts',
      'server/metrics/tally.ts',
    ],
    'server/assistant': [
      'protocol',
      ...LEAVES,
      STORE,
      REMINDER_RECORDS,
      'server/commands/turns.ts',
      'server/config.ts',
      'server/directory',
      'server/journal',
      'server/workers/storage-api.ts',
    ],
    // The operator's side of it, which is no chat session.
    'server/admin': [
      'protocol',
      ...LEAVES,
      UNAVAILABLE,
      OPERATOR_RECORDS,
      'server/commands/turns.ts',
      'server/commands/until-when.ts',
      'server/directory/directory.ts',
      'server/log.ts',
      'server/sessions/session.ts',
      'server/sessions/session-registry.ts',
      'server/sessions/token.ts',
      'server/sessions/usage.ts',
      'server/workers/credentials-pool.ts',
      'server/workers/storage-api.ts',
    ],
    'server/database-watch.ts': ['server/log.ts', STORE],
    'server/when-database-answers.ts': ['server/log.ts', UNAVAILABLE],
    'server/drain.ts': ['server/clock.ts'],
    'server/search-indexer.ts': ['server/clock.ts', STORE, UNAVAILABLE],
    // What puts the parts together.
    'server/message-flow.ts': ['server'],
    'server/gather-figures.ts': ['server'],
    'server/housekeeping.ts': ['server'],
    'server/open-assistant.ts': ['server'],
    'server/open-desk.ts': ['server'],
    'server/operator-access.ts': ['protocol', 'server'],
    'server/chat-port.ts': ['protocol', 'server'],
    'server/chat-server.ts': ['protocol', 'server'],
    'server/main.ts': ['discovery/announcer.ts', 'protocol/limits.ts', 'server'],
    bin: ['client-cli', 'dashboards', 'discovery', 'loadtest', 'protocol', 'server', 'terminal'],
  },
  homes: {
    commander: ['bin'],
    'better-sqlite3': ['server/storage/sqlite-driver.ts', 'server/storage/sqlite-backup.ts'],
    mysql2: ['server/storage/mysql-driver.ts'],
    piscina: ['server/workers'],
    '@node-rs/argon2': ['server/workers'],
    pino: ['server/log.ts'],
    'pino-pretty': ['server/log.ts'],
    'prom-client': ['server/metrics.ts'],
    typebox: ['protocol'],
    autocannon: ['loadtest/http'],
    preact: ['web'],
    '@preact/signals': ['web'],
    vite: ['web/vite.config.ts', 'web/build'],
    'mqtt-packet': ['loadtest/peers'],
    ws: ['server/net'],
    selfsigned: ['server/workers/certificate-worker.ts'],
    blessed: ['dashboards/console', 'client-cli/screen'],
    'bonjour-service': ['discovery/bonjour.ts'],
    'node:dgram': ['discovery/multicast-socket.ts'],
    'node:net': [
      'server/net',
      'server/web/host-names.ts',
      'client-cli',
      'dashboards/admin',
      'discovery',
      'loadtest',
    ],
  },
}

const SOURCES = Object.keys(RULES.mayImport)
  .map((area) => area.split('/')[0] as string)
  .filter((folder, index, all) => all.indexOf(folder) === index)
  .concat('test')
  .flatMap(typescriptFiles)
  .map((path) => ({ path, source: readFileSync(join(packageRoot, path), 'utf8') }))
const IMPORTS = SOURCES.flatMap(({ path, source }) => importsOf(path, source))

t.test('every import obeys the table', async (t) => {
  t.ok(IMPORTS.length > 100, 'the sources were found')
  t.strictSame(breaches(IMPORTS, RULES), [])
})

t.test('no file imports itself by way of others, across folders not even for a type', async (t) => {
  // Parts that a large class was taken apart into lie beside it and may name its type.
  const isPartOf = ({ from, to, isType }: Import) => isType && dirname(from) === dirname(to)
  const ours = IMPORTS.filter((one) => !isFree(one.from) && !isPartOf(one))
  t.strictSame(
    cycles(ours).map((files) => files.join(' → ')),
    [],
  )
})

t.test('what runs in a browser asks nothing of Node', async (t) => {
  const inBrowser = IMPORTS.filter(
    ({ from }) => /^(?:client\/|web\/(?!build\/|vite\.config))/.test(from) && !isFree(from),
  )
  t.ok(inBrowser.length > 20, 'the sources were found')
  const reached = [...reach(inBrowser.map(({ from }) => from))]
  const ofNode = IMPORTS.filter(({ from, to }) => reached.includes(from) && to.startsWith('node:'))
  t.strictSame(
    ofNode.map(({ from, to }) => `${from} imports ${to}`),
    [],
  )
  // Its schema compiler is larger than the client, and its makers are nearly so.
  const ofTypebox = IMPORTS.filter(
    ({ from, to, isType }) => reached.includes(from) && to === 'typebox' && !isType,
  )
  t.strictSame(
    ofTypebox.map(({ from }) => from),
    [],
  )
})

/** No part of any program: what vite is told when it builds one. */
const BUILD = 'web/vite.config.ts'

t.test('only bin/ reads the environment', async (t) => {
  const readers = SOURCES.filter(({ path, source }) => !isFree(path) && readsEnvironment(source))
  t.strictSame(
    readers.map(({ path }) => path).filter((path) => !path.startsWith('bin/') && path !== BUILD),
    [],
  )
})

/** These files and all that they load, directly or not. */
function reach(files: readonly string[]): Set<string> {
  const found = new Set(files)
  for (const file of found) {
    for (const { from, to, isOurs, isType } of IMPORTS) {
      if (from === file && isOurs && !isType) found.add(to)
    }
  }
  return found
}

function typescriptFiles(folder: string): string[] {
  try {
    return readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !file.includes('node_modules'))
      .map((file) => `${folder}/${file}`)
  } catch (error) {
    // Some folders of the plan are not there yet.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
