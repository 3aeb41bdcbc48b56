import { count, milliseconds, shortSpan } from './figures/formats.ts'
import type { Concern, Level } from './figures/health.ts'

/** Every text of the console, in one place: another language is another object of this shape. */
export const TEXTS = {
  product: 'Teahouse',
  views: {
    overview: 'Overview',
    sessions: 'Sessions',
    users: 'Users',
    rooms: 'Rooms',
    log: 'Log',
    audit: 'Audit',
  },
  levels: { well: 'well', strained: 'strained', broken: 'broken', down: 'down' } satisfies Record<
    Level,
    string
  >,
  /** In the place of a sparkline, which is eight columns wide. */
  figureLevels: { strained: 'strained', broken: 'broken', down: 'down' },
  allWell: 'all is well',
  connecting: 'asking for the first figures…',
  tooSmall: (columns: number, rows: number) =>
    `The console needs ${columns} × ${rows} characters: make this window larger. (q leaves)`,
  lost: (reason: string) => `${reason} Trying again every second.`,
  up: (time: string) => `up ${time}`,
  readOnly: 'read only',

  figures: {
    online: 'online',
    sessions: 'sessions',
    messages: 'messages/s',
    journal: 'journal',
    commit: 'commit p99',
    loop: 'loop p99',
    pools: 'pools',
    memory: 'memory',
    cpu: 'CPU',
    database: 'database',
  },
  poolNames: {
    credentials: 'passwords',
    'storage-write': 'write',
    'storage-read': 'read',
    storage: 'storage',
  } as Readonly<Record<string, string>>,

  overview: {
    messages: 'messages',
    server: 'server',
    people: 'people',
    machine: 'machine',
    stored: 'stored',
    delivered: 'delivered',
    requests: 'requests',
    perSecond: '/s',
    duplicates: 'sent again',
    resyncs: 'resyncs',
    errors: 'errors',
    connections: 'connections',
    lagging: 'lagging',
    unsent: 'unsent',
    notAccepted: 'turned away',
    databaseDown: 'DOWN',
    address: 'address',
    process: 'process',
    commit: 'commit',
    loop: 'loop',
    heap: 'heap',
    cores: 'cores',
    lastMinute: (seconds: number) => `messages/s, the last ${seconds} s`,
    warnings: 'last warnings',
    noWarnings: 'no warning since this console was opened',
    warningsNeedSocket: 'warnings come over the admin socket',
  },

  columns: {
    user: 'user',
    address: 'address',
    transport: 'via',
    device: 'device',
    session: 'no.',
    since: 'since',
    idle: 'idle',
    framesIn: 'in',
    framesOut: 'out',
    unsent: 'unsent',
    nickname: 'nickname',
    role: 'role',
    sessions: 'here',
    seen: 'seen',
    made: 'made',
    restriction: 'may not',
    room: 'room',
    owner: 'owner',
    members: 'members',
    online: 'online',
    head: 'messages',
    topic: 'topic',
    when: 'when',
    operator: 'who',
    action: 'what',
    target: 'on',
    detail: 'exactly',
    reason: 'why',
  },
  notLoggedIn: '(not logged in)',
  private: 'private',
  open: 'open to all',
  banned: 'banned',
  muted: 'muted',
  forEver: 'for ever',
  until: (time: string) => `until ${time}`,
  yes: 'yes',
  no: 'no',

  list: {
    shown: (from: number, to: number, of: number) =>
      of === 0 ? '' : `${count(from)}–${count(to)} of ${count(of)}`,
    more: (shown: number) => `${count(shown)} and more`,
    loading: 'asking…',
    empty: {
      sessions: 'Nobody is connected.',
      users: 'There are no accounts yet.',
      rooms: 'There are no rooms yet.',
      audit: 'No operator has done anything yet.',
      log: 'Nothing was logged since this console was opened.',
    },
    nothingFits: (filter: string) => `Nothing fits “${filter}”. Esc shows all again.`,
    needsSocket:
      'This view needs the admin socket: run the console on the server’s machine, without --metrics.',
    notAllowed: 'Only looking is possible here: with --metrics the server cannot be told anything.',
    failed: (reason: string) => `The list could not be had: ${reason}`,
  },
  filter: {
    prompt: 'filter › ',
    shown: (filter: string) => `filter: ${filter}`,
    sessions: 'user, address or device',
    users: 'the beginning of a name',
    rooms: 'the beginning of a name',
    audit: 'what is loaded, all columns',
    log: 'message and fields',
    overview: '',
  },
  log: {
    level: (level: string) => `${level} and above`,
    paused: (lines: number) => `paused, ${count(lines)} new`,
    following: 'following',
    dropped: (lines: number) => `${count(lines)} lines left out: they came faster than we read`,
    lost: 'the server has gone',
    back: 'the server is back',
  },

  keys: {
    overview: '1–6 views   a announce   ? help   q leave',
    sessions: '/ filter  s sort  r reverse  Enter open  k kick  b ban  m mute  ? help  q leave',
    users: '/ filter  Enter open  k kick  b ban or lift  m mute or lift  ? help  q leave',
    rooms: '/ filter   Enter open   ? help   q leave',
    log: '/ filter  l L level  p pause  End follow  Enter open  ? help  q leave',
    audit: '/ filter   Enter open   ? help   q leave',
    details: '↑ ↓ move   Esc back',
    filter: 'Enter keeps it   Esc shows all',
  },

  dialog: {
    kickTitle: (whom: string) => `Kick ${whom}?`,
    kickSession: (session: number) =>
      `Ends this one connection, number ${session}. They may come back.`,
    kickUser: 'Ends all their connections. They may come back.',
    banTitle: (whom: string) => `Ban ${whom}?`,
    ban: 'Ends their connections and lets them log in no more.',
    unbanTitle: (whom: string) => `Lift the ban of ${whom}?`,
    unban: 'They may log in again.',
    muteTitle: (whom: string) => `Mute ${whom}?`,
    mute: 'They may read, and not write.',
    unmuteTitle: (whom: string) => `Let ${whom} write again?`,
    unmute: 'They may write again.',
    announceTitle: 'Announce',
    announce: (sessions: number | undefined) =>
      sessions === undefined
        ? 'Everybody who is there reads it at once.'
        : `Everybody who is there reads it at once: ${count(sessions)} sessions.`,
    text: 'text',
    reason: 'why',
    reasonHint: 'They read it too. It may be left out.',
    auditHint: 'For the audit. It may be left out.',
    forHow: 'for',
    forHint: 'such as 30m, 12h, 7d; empty: until it is lifted',
    enterDoes: (act: string) => `Enter: ${act}`,
    enterNext: 'Enter: next',
    escapeLeaves: 'Esc: leave it',
    acts: {
      kick: 'kick',
      ban: 'ban',
      unban: 'lift the ban',
      mute: 'mute',
      unmute: 'let write',
      announce: 'announce',
    },
    badTime: 'That is no time: write 30m, 12h, 7d or 2w, or nothing.',
    noText: 'There is nothing to announce yet.',
  },
  done: {
    kick: (whom: string, sessions: number) => `${whom} was kicked: ${counted(sessions)} ended.`,
    ban: (whom: string, until: string, sessions: number) =>
      `${whom} is banned ${until}: ${counted(sessions)} ended.`,
    unban: (whom: string) => `${whom} may log in again.`,
    mute: (whom: string, until: string) => `${whom} is muted ${until}.`,
    unmute: (whom: string) => `${whom} may write again.`,
    announce: (sessions: number) => `Told to ${counted(sessions)}.`,
  },
  refused: (reason: string) => `Not done: ${reason}`,
  choose: {
    nobody: 'Choose somebody first, with ↑ and ↓.',
    noUser: 'This connection has not logged in: it can be kicked, not more.',
    notHere: 'People are kicked, banned and muted in Sessions and Users.',
  },

  details: { session: 'Session', user: 'User', room: 'Room', line: 'Line of the log', act: 'Act' },
  help: {
    title: 'Help',
    close: 'any key closes this',
    rows: [
      ['1 … 6, Tab', 'views'],
      ['↑ ↓ PgUp PgDn Home End', 'move; the mouse works too'],
      ['Enter', 'all about the chosen one'],
      ['/', 'filter, as you type; Esc shows all again'],
      ['s  r', 'Sessions: sort by the next column; turn it round'],
      ['k  b  m', 'kick, ban, mute: asks first, and for a reason'],
      ['a', 'announce something to everybody who is there'],
      ['l L  p', 'Log: less or more; pause'],
      ['q, Ctrl-C', 'leave, the server goes on; Ctrl-L draws anew'],
    ],
    levels: [
      ['● well', 'nothing is wrong'],
      ['▲ strained', 'slower than it should be, or turns people away'],
      ['✖ broken', 'works, and nobody can work with it'],
      ['✖ down', 'no database, no answer, or no server'],
      ['▲ at a session', 'it reads too slowly; it is not pushed to just now'],
    ],
  },
} as const

export type Texts = typeof TEXTS

function counted(sessions: number): string {
  return `${count(sessions)} session${sessions === 1 ? '' : 's'}`
}

/** Why the server is not well, as short as can be read from across the room. */
export function concernText({ kind, value, name }: Concern): string {
  switch (kind) {
    case 'silent':
      return `no answer for ${shortSpan(value)}`
    case 'database':
      return 'the database is away'
    case 'commit':
      return `commits take ${milliseconds(value)}`
    case 'loop':
      return `the main thread is ${milliseconds(value)} late`
    case 'journal':
      return `${count(value)} messages wait for their commit`
    case 'pool':
      return `${count(value)} requests wait for ${name}`
    case 'lagging':
      return `${count(value)} sessions lag`
    case 'turnedAway':
      return `${count(value)} connections turned away: no room`
    case 'faults':
      return `${count(value)} requests failed`
    case 'draining':
      return `draining: nobody new, ${count(value)} still here`
  }
}
