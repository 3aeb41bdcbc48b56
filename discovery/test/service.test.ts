import t from 'tap'
import { announceableName, foldName, freeName } from '../service.ts'

t.test('a name is what DNS can carry in one part', async (t) => {
  t.equal(announceableName(' Tea room '), 'Tea room')
  t.equal(announceableName('茶馆'), '茶馆')
  t.equal(announceableName('茶'.repeat(21)), '茶'.repeat(21))
  for (const bad of ['', '  ', 'tea.lan', 'a\nb', 'a\u202eb', '茶'.repeat(22), '\ud800']) {
    t.equal(announceableName(bad), undefined, JSON.stringify(bad))
  }
})

t.test('a name that is taken gets a number', async (t) => {
  const taken = new Set(['tea', 'tea (2)'].map(foldName))
  t.equal(freeName('Tea', taken), 'Tea (3)')
  t.equal(freeName('Han', taken), 'Han')
})

t.test('the number fits, and cuts no character in two', async (t) => {
  const name = freeName('茶'.repeat(21), new Set(['茶'.repeat(21)]))
  t.equal(name, `${'茶'.repeat(19)} (2)`)
  t.ok(Buffer.byteLength(name) <= 63)
})
