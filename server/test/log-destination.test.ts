import { openSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { temporaryFolder } from '../../test/support/temporary-folder.ts'
import { LogDestination } from '../log-destination.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await turn()
}

// No file is closed here: what is still being written would go to whoever gets its number next.
t.test('lines arrive whole and in order, however many come at once', async (t) => {
  const file = join(temporaryFolder(t), 'log')
  const fd = openSync(file, 'a')
  const log = new LogDestination(fd, () => {})
  t.teardown(() => process.off('exit', log.flushSync))
  const lines = Array.from({ length: 5_000 }, (_, i) => `第 ${i} 行\n`)
  for (const line of lines) log.write(line)
  await until(() => readFileSync(file, 'utf8').length >= lines.join('').length)
  t.equal(readFileSync(file, 'utf8'), lines.join(''))
})

t.test('what waits when the process ends is written in that moment', async (t) => {
  const file = join(temporaryFolder(t), 'log')
  const fd = openSync(file, 'a')
  const log = new LogDestination(fd, () => {})
  t.teardown(() => process.off('exit', log.flushSync))
  log.write('under way\n')
  log.write('waits\n')
  log.flushSync()
  t.match(readFileSync(file, 'utf8'), 'waits\n')
})

t.test('a full disk takes lines, and nothing else', async (t) => {
  const full = openSync('/dev/full', 'w')
  const told: number[] = []
  const log = new LogDestination(full, (lines) => told.push(lines))
  t.teardown(() => process.off('exit', log.flushSync))
  for (let i = 0; i < 3; i += 1) {
    log.write(`line ${i}\n`)
    await turn()
  }
  // For ever, if it tried until the disk takes it.
  log.write('the last\n')
  log.flushSync()
  t.same(told, [], 'nobody is told while nothing can be written')
})

t.test('of more than can wait the rest is left out, and how much is told', async (t) => {
  const file = join(temporaryFolder(t), 'log')
  const fd = openSync(file, 'a')
  const told: number[] = []
  const log = new LogDestination(fd, (lines) => told.push(lines))
  t.teardown(() => process.off('exit', log.flushSync))
  const line = `${'x'.repeat(99_999)}\n`
  for (let i = 0; i < 100; i += 1) log.write(line)
  await until(() => told.length > 0)
  const [leftOut = 0] = told
  t.ok(leftOut > 50 && leftOut < 100, `${leftOut} left out`)
  // And what could wait is written.
  await until(() => statSync(file).size / line.length + leftOut >= 100)
  t.equal(readFileSync(file).length / line.length + leftOut, 100)
})
