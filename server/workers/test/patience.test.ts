import t from 'tap'
import { CROWD, Patience, SILENCE } from '../patience.ts'

const never = new Promise<string>(() => {})

t.test('what comes in time comes, and fails as it does', async (t) => {
  const patience = new Patience(10_000)
  t.equal(await patience.wait(Promise.resolve('here')), 'here')
  await t.rejects(patience.wait(Promise.reject(new Error('gone'))), { message: 'gone' })
})

t.test('where nothing is answered it is silence', async (t) => {
  const patience = new Patience(20)
  patience.answered()
  await new Promise((resolve) => setTimeout(resolve, 5))
  t.equal(await patience.wait(never), SILENCE, 'what was answered before says nothing')
})

t.test('where others are answered meanwhile it is a crowd', async (t) => {
  const patience = new Patience(20)
  const waiting = patience.wait(never)
  await new Promise((resolve) => setTimeout(resolve, 5))
  patience.answered()
  t.equal(await waiting, CROWD)
  t.equal(await patience.wait(never), SILENCE, 'once')
})
