import t from 'tap'
import { EXIT_BAD_OPTIONS, LoadError } from './load-error.ts'
import { LOAD_OPTIONS } from './load-option-table.ts'
import { parseLoadOptions, type RawLoadOptions } from './load-options.ts'
import { SCENARIOS } from './scenarios/scenario-table.ts'

function problemsOf(raw: RawLoadOptions, target?: string): string[] {
  try {
    parseLoadOptions(raw, target)
    return []
  } catch (error) {
    if (!(error instanceof LoadError)) throw error
    t.equal(error.exitCode, EXIT_BAD_OPTIONS)
    return error.message.split('\n')
  }
}

t.test('without any option there is a run', async (t) => {
  t.match(parseLoadOptions({}), {
    host: '127.0.0.1',
    port: 7700,
    scenario: { name: 'chat' },
    users: 200,
    pace: { kind: 'per-user', perSecond: 1 },
    durationSeconds: 30,
    warmUpSeconds: 5,
    textSize: { kind: 'lognormal', meanBytes: 64 },
    workers: 1,
    maxOutstanding: 64,
    isQuiet: false,
    slo: undefined,
  })
})

t.test('every scenario has defaults that are good options', async (t) => {
  for (const { name } of SCENARIOS) {
    const tokens = name === 'login-storm' ? {} : { tokens: 'file' }
    t.strictSame(problemsOf({ scenario: name, ...tokens }), [], name)
  }
})

t.test('the help names every scenario', async (t) => {
  for (const { name } of SCENARIOS) t.match(LOAD_OPTIONS.scenario.help, name)
})

t.test('a scenario has defaults of its own, and an option beats them', async (t) => {
  t.equal(parseLoadOptions({ scenario: 'mixed' }).durationSeconds, 120)
  t.equal(parseLoadOptions({ scenario: 'mixed', duration: '10s' }).durationSeconds, 10)
  t.equal(parseLoadOptions({ scenario: 'idle' }).users, 1_000)
  t.match(parseLoadOptions({ scenario: 'slow-readers' }).pace, { kind: 'total', perSecond: 160 })
  t.match(parseLoadOptions({ scenario: 'slow-readers', rate: '2' }).pace, { kind: 'per-user' })
})

t.test('two of users, rooms and room size give the third', async (t) => {
  t.match(parseLoadOptions({ rooms: '4', 'room-size': '25' }), { users: 100, roomSize: 25 })
  t.match(parseLoadOptions({ rooms: '4', users: '100' }), { users: 100, roomSize: 25 })
  t.match(problemsOf({ rooms: '4', users: '90', 'room-size': '25' }), [/--rooms: give two/])
})

t.test('one pace, not two', async (t) => {
  t.match(parseLoadOptions({ 'in-flight': '8' }).pace, { kind: 'in-flight', unanswered: 8 })
  t.match(parseLoadOptions({ 'total-rate': '5000' }).pace, { kind: 'total', perSecond: 5_000 })
  t.match(problemsOf({ rate: '1', 'in-flight': '8' }), [/--in-flight: cannot be together/])
})

t.test('all problems come at once', async (t) => {
  const problems = problemsOf(
    {
      scenario: 'party',
      users: 'many',
      rate: '-1',
      duration: '5 parsecs',
      'text-size': '3',
      'read-share': '2',
      workers: '0',
      slo: 'fast',
      quiet: 'perhaps',
    },
    'http://tea',
  )
  t.strictSame(
    problems.map((problem) => problem.split(':')[0]),
    [
      '--scenario',
      'the target',
      '--users',
      '--rate',
      '--duration',
      '--text-size',
      '--read-share',
      '--workers',
      '--slo',
      '--quiet',
    ],
  )
  t.match(problems[0], /there is no "party"; there are chat, rooms/)
})

t.test('options that contradict each other are refused', async (t) => {
  t.match(problemsOf({ scenario: 'login-storm', tokens: 'x' }), [/^--password-file: /])
  t.match(problemsOf({ 'save-tokens': 'x', tokens: 'y' }), [/^--save-tokens: /])
  t.match(problemsOf({ accounts: 'socket', tokens: 'y' }), [/^--accounts: no account is made/])
  t.match(problemsOf({ accounts: 'both' }), [/^--accounts: must be one of auto, socket, register/])
})

t.test('times, targets and switches', async (t) => {
  for (const [text, seconds] of [
    ['500ms', 0.5],
    ['30s', 30],
    ['2m', 120],
    ['1h', 3_600],
    ['7', 7],
    ['1.5s', 1.5],
  ] as const) {
    t.equal(parseLoadOptions({ duration: text }).durationSeconds, seconds, text)
  }
  for (const [text, host, port] of [
    ['tea.lan', 'tea.lan', 7700],
    ['tea.lan:80', 'tea.lan', 80],
    [':7800', '127.0.0.1', 7800],
    ['[::1]:9', '::1', 9],
    ['[fe80::1%eth0]', 'fe80::1%eth0', 7700],
  ] as const) {
    t.match(parseLoadOptions({}, text), { host, port }, text)
  }
  for (const bad of ['', 'a:0', 'a:99999', '::1', 'a b', 'a:x', 'http://a']) {
    const expected = bad === '' ? [] : [/^the target: must be HOST/]
    t.match(problemsOf({}, bad), expected, bad)
  }
  t.equal(parseLoadOptions({ quiet: 'true' }).isQuiet, true)
  t.equal(parseLoadOptions({ quiet: 'false' }).isQuiet, false)
})

t.test('the seed is random unless it is given', async (t) => {
  t.equal(parseLoadOptions({ seed: '7' }).seed, 7)
  const seeds = new Set(Array.from({ length: 5 }, () => parseLoadOptions({}).seed))
  t.ok(seeds.size > 1)
})
