import t from 'tap'
import { closingLine, countTap, describeFailure, failures } from './tap-totals.ts'

const GOOD_FILE = `TAP version 14
1..1
# Subtest: dist/a.test.js
    # Subtest: outer
        ok 1 - one
        # Subtest: inner
            ok 1 - two
            1..1
        ok 2 - inner # time=1ms
        1..2
    ok 1 - outer # time=2ms

    ok 2 - not here # SKIP no database
    # Subtest: without assertions
        1..0
    ok 3 - without assertions # time=1ms
    1..3
    # time=3ms
ok 1 - dist/a.test.js # time=3ms
`

t.test('assertions are counted, the points that sum them up are not', async (t) => {
  t.strictSame(countTap(GOOD_FILE), { passed: 3, failed: 0, skipped: 1 })
})

t.test('a failure counts once, however many levels it fails', async (t) => {
  const tap = GOOD_FILE.replace('ok 1 - two', 'not ok 1 - two')
    .replace('ok 2 - inner', 'not ok 2 - inner')
    .replace('ok 1 - outer', 'not ok 1 - outer')
    .replace('ok 1 - dist', 'not ok 1 - dist')
  t.strictSame(countTap(tap), { passed: 2, failed: 1, skipped: 1 })
})

t.test('a file that was killed after it passed counts as failed', async (t) => {
  const tap = GOOD_FILE.replace('ok 1 - dist', 'not ok 1 - dist')
  t.strictSame(countTap(tap), { passed: 3, failed: 1, skipped: 1 })
})

t.test('a file that could not be loaded counts as failed', async (t) => {
  const tap = `TAP version 14
1..1
# Subtest: dist/a.test.js
    1..0 # no tests found
not ok 1 - dist/a.test.js # time=227.43ms
  ---
  exitCode: 1
  ...
`
  t.strictSame(countTap(tap), { passed: 0, failed: 1, skipped: 0 })
})

t.test('a file that never ran counts as failed', async (t) => {
  t.strictSame(countTap(GOOD_FILE.replace('1..1', '1..3')), { passed: 3, failed: 2, skipped: 1 })
})

t.test('diagnostics are not read as results', async (t) => {
  const tap = `1..1
not ok 1 - shows its source
  ---
  source: |
    ok 1 - no result
    not ok 2 - no result either
  ...
`
  t.strictSame(countTap(tap), { passed: 0, failed: 1, skipped: 0 })
})

t.test('no output at all is a failure', async (t) => {
  t.strictSame(countTap(''), { passed: 0, failed: 1, skipped: 0 })
})

t.test('the closing line names skipped tests only where there are some', async (t) => {
  t.equal(closingLine({ passed: 5, failed: 0, skipped: 0 }, 0), '5 passed, 0 failed')
  t.equal(closingLine({ passed: 5, failed: 1, skipped: 2 }, 1), '5 passed, 1 failed, 2 skipped')
})

t.test('a runner that failed without a failed test still failed', async (t) => {
  t.equal(closingLine({ passed: 5, failed: 0, skipped: 0 }, 1), '5 passed, 1 failed')
})

t.test('a failure is told with the way to it and what it says', async (t) => {
  const tap = `TAP version 14
1..3
# Subtest: dist/a.test.js
    # Subtest: outer
        ok 1 - one
        # Subtest: inner
            ok 1 - two
            not ok 2 - should be equal
              ---
              diff: |
                -1
                not ok 7 - this is not a result
              ...
            1..2
        not ok 2 - inner # time=1ms
        not ok 3 - known # TODO later
        1..3
    not ok 1 - outer # time=2ms
    # Subtest: next
        ok 1 - fine
        1..1
    ok 2 - next # time=2ms
    1..2
not ok 1 - dist/a.test.js # time=3ms
  ---
  exitCode: 1
  ...
# Subtest: dist/b.test.js
    ok 1 - fine
    1..1
not ok 2 - dist/b.test.js # time=3ms
  ---
  signal: SIGKILL
  ...
ok 3 - dist/c.test.js
`
  t.strictSame(failures(tap).map(describeFailure), [
    `failed: dist/a.test.js › outer › inner › should be equal
                diff: |
                  -1
                  not ok 7 - this is not a result`,
    `failed: dist/b.test.js
    signal: SIGKILL`,
  ])
})

t.test('what it says is cut where it is long', async (t) => {
  const diagnostic = Array.from({ length: 100 }, (_, i) => `line ${i}`)
  const told = describeFailure({ path: ['a'], diagnostic }).split('\n')
  t.equal(told.length, 42)
  t.equal(told.at(-1), '    …')
})
