import t from 'tap'
import { ConversationLog, DIFFERENT, NEW, SAME, STORED_TWICE } from './conversation-log.ts'

t.test('statements about one number must agree', async (t) => {
  const log = new ConversationLog()
  t.equal(log.note(1, 77, 0, 0), NEW)
  t.equal(log.note(1, 77, 0, 0), SAME)
  t.equal(log.note(1, 78, 0, 1), DIFFERENT)
})

t.test('one message has one number', async (t) => {
  const log = new ConversationLog()
  t.equal(log.note(1, 77, 4, 0), NEW)
  t.equal(log.note(2, 77, 4, 0), STORED_TWICE)
  t.equal(log.note(3, 78, 5, 0), NEW, 'another sender counts for itself')
})

t.test('of a long conversation the newest are kept', async (t) => {
  const log = new ConversationLog()
  log.base = 0
  for (let seq = 1; seq <= 200_000; seq++) log.note(seq, seq, 0, seq)
  const { from, prints } = log.fingerprints()
  t.ok(from > 100_000)
  t.ok(prints.length >= 65_000 && prints.length < 66_000, `${prints.length} kept`)
  t.equal(prints[0], from)
  t.equal(prints.at(-1), 200_000)
  t.equal(log.note(5, 999, 0, 999_999), SAME, 'what is forgotten cannot be contradicted')
})

t.test('numbers that nobody spoke of are 0', async (t) => {
  const log = new ConversationLog()
  log.base = 10
  log.note(11, 5, 0, 0)
  log.note(13, 6, 0, 1)
  t.strictSame(log.fingerprints(), { from: 11, prints: Int32Array.of(5, 0, 6) })
})
