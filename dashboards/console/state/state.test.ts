import t from 'tap'
import { list } from '../test/support/made-up.ts'
import { type Dialog, dialogKey, duration, openDialog } from './dialog.ts'
import { type EditedLine, edit, emptyLine, type Key } from './line-editor.ts'
import { chosenItem, moveTo, reload, visibleItems } from './list-state.ts'
import { LogBook } from './log-book.ts'

const typed = (text: string): Key[] => [...text].map((letter) => ({ name: letter, text: letter }))
const keys = (...names: string[]): Key[] => names.map((name) => ({ name }))

t.test('a line is edited by characters, not by halves of them', async (t) => {
  const line = (...pressed: Key[]): EditedLine =>
    pressed.reduce((before, key) => edit(before, key) ?? before, emptyLine(8))
  t.match(line(...typed('喝茶👍'), ...keys('backspace')), { before: '喝茶', after: '' })
  t.match(line(...typed('喝茶👍'), ...keys('left', 'left')), { before: '喝', after: '茶👍' })
  t.match(line(...typed('喝茶'), ...keys('home', 'delete')), { before: '', after: '茶' })
  t.match(line(...typed('ab cd'), ...keys('C-w')), { before: 'ab ' })
  t.match(line(...typed('ab'), ...keys('left', 'C-k')), { before: 'a', after: '' })
  t.equal(line(...typed('123456789')).before, '12345678', 'its end')
  t.equal(line({ name: 'paste', text: '1234567890' }).before, '12345678')
  t.equal(edit(emptyLine(8), { name: 'f5' }), undefined)
})

t.test('a question is answered by its last Enter alone', async (t) => {
  const press = (dialog: Dialog, ...pressed: Key[]) => {
    let outcome = dialogKey(dialog, { name: 'none' })
    for (const key of pressed) if ('dialog' in outcome) outcome = dialogKey(outcome.dialog, key)
    return outcome
  }
  const ban = openDialog({ type: 'ban', whom: 'li' })
  t.match(press(ban, ...keys('enter')), { dialog: { focus: 1 } })
  t.strictSame(press(ban, ...typed('7d'), ...keys('enter'), ...typed(' spam '), ...keys('enter')), {
    decision: { act: { type: 'ban', whom: 'li' }, reason: 'spam', text: '', forMs: 604_800_000 },
  })
  t.strictSame(press(ban, ...keys('enter', 'enter')), {
    decision: { act: { type: 'ban', whom: 'li' }, reason: '', text: '' },
  })
  t.match(press(ban, ...typed('soon'), ...keys('enter', 'enter')), {
    dialog: { focus: 0, problem: String },
  })
  t.strictSame(press(ban, ...typed('7d'), ...keys('escape')), { left: true })
  const announce = openDialog({ type: 'announce' })
  t.match(press(announce, ...keys('space', 'enter')), { dialog: { problem: String } })
})

t.test('a time is a number and a unit', async (t) => {
  t.equal(duration(''), 0)
  t.equal(duration('30m'), 1_800_000)
  t.equal(duration('2 w'), 1_209_600_000)
  for (const text of ['0d', '30', 'm', '-1d', '1.5h', '9999w', '7D'])
    t.equal(duration(text), undefined, text)
})

t.test('in a list the cursor stays on the screen', async (t) => {
  const numbers = list(Array.from({ length: 100 }, (_, index) => index))
  t.match(moveTo(numbers, 50, 10), { cursor: 50, top: 41 })
  t.match(moveTo(moveTo(numbers, 50, 10), 45, 10), { cursor: 45, top: 41 })
  t.match(moveTo(numbers, 1_000, 10), { cursor: 99, top: 90 })
  t.match(moveTo(numbers, -5, 10), { cursor: 0, top: 0 })
  t.match(moveTo(list([]), 3, 10), { cursor: 0, top: 0 })
  t.match(
    moveTo(moveTo(numbers, 99, 10), 99, 50),
    { cursor: 99, top: 50 },
    'a taller screen is filled',
  )
})

t.test('whoever is chosen stays chosen when the order changes', async (t) => {
  const before = moveTo(list(['a', 'b', 'c', 'd', 'e', 'f']), 3, 3)
  const loaded = { items: ['x', 'y', 'd', 'a', 'b', 'c'], offset: 0, length: 6, more: false }
  const after = reload(before, loaded, (name) => name, 3)
  t.equal(chosenItem(after), 'd')
  t.ok(visibleItems(after, 3).includes('d'))
  const anew = reload(
    { ...before, cursor: 0, top: 0, isRestarted: true },
    loaded,
    (name) => name,
    3,
  )
  t.match(anew, { cursor: 0, top: 0 }, 'but not when another order was asked for')
  t.notOk('isRestarted' in anew)
  const gone = reload(before, { ...loaded, items: ['x', 'y', 'z'], length: 3 }, (name) => name, 3)
  t.equal(gone.cursor, 2, 'the place, when they are gone')
  const part = reload(before, { ...loaded, items: ['c', 'd'], offset: 2 }, (name) => name, 3)
  t.equal(chosenItem(part), 'd')
  t.strictSame(
    visibleItems({ ...part, top: 1 }, 3),
    [undefined, 'c', 'd'],
    'what is not loaded yet',
  )
})

t.test('a log that is held stands still, and has lost nothing when it goes on', async (t) => {
  const book = new LogBook()
  const add = (level: 'info' | 'warn', message: string, fields = {}) =>
    book.add({ at: 0, level, message, fields })
  add('info', 'one')
  book.hold()
  for (let line = 0; line < 1_500; line += 1) add('warn', 'flood', { line })
  t.strictSame(
    book.lines('info', '').map(({ text }) => text),
    ['one'],
  )
  t.equal(book.unseen, 1_500)
  book.release()
  t.equal(book.lines('info', '').length, 1_000, 'the last of them are kept')
  t.equal(book.lines('error', '').length, 0)
  add('warn', 'Lost', { err: { message: 'connect ECONNREFUSED', stack: 'long' }, code: 7 })
  t.strictSame(
    book.lines('warn', 'ECONN').map(({ text }) => text),
    ['Lost  err=connect ECONNREFUSED  code=7'],
  )
})
