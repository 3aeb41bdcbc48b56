import t from 'tap'
import { fingerprintOf } from '../generator/frame-scan.ts'
import { ConversationLog } from './conversation-log.ts'
import { type FaultKind, FaultLog, noFaults } from './faults.ts'
import { type Sighting, Witness } from './witness.ts'

const CONVERSATION = 3
const ME = 0
const FRIEND = 1

/** A message of the friend's unless it says otherwise. */
function message(seq: number, changes: Partial<Sighting> = {}): Sighting {
  const sender = changes.sender ?? FRIEND
  const n = changes.n ?? seq
  return {
    seq,
    isOurs: true,
    conversation: CONVERSATION,
    sender,
    n,
    isIntact: true,
    fingerprint: fingerprintOf(sender, n),
    ...changes,
  }
}

function makeWitness(user = ME, log = new ConversationLog(), faults = new FaultLog()) {
  const witness = new Witness(CONVERSATION, user, log, faults, ({ seq }) => `number ${seq}`)
  witness.sessionBegins()
  witness.begin(0)
  return { witness, faults, log }
}

const counts = (expected: Partial<Record<FaultKind, number>>) => ({ ...noFaults(), ...expected })

t.test('a healthy conversation has no faults, whoever speaks', async (t) => {
  const { witness, faults } = makeWitness()
  t.ok(witness.push(message(1)))
  witness.acknowledged(message(3, { sender: ME, n: 1 }))
  witness.acknowledged(message(2, { sender: ME, n: 0 }))
  t.ok(witness.push(message(4)))
  t.equal(witness.seen.contiguous, 4)
  t.strictSame(faults.counts, noFaults())
})

t.test('the same push twice is a double', async (t) => {
  const { witness, faults } = makeWitness()
  witness.push(message(1))
  t.notOk(witness.push(message(1)))
  t.strictSame(faults.counts, counts({ doubled: 1 }))
  t.match(faults.examples, [/^doubled: number 1 was pushed twice/])
})

t.test('a push behind a later one is disorder', async (t) => {
  const { witness, faults } = makeWitness()
  witness.push(message(2))
  t.ok(witness.push(message(1)), 'it counts as received all the same')
  t.strictSame(faults.counts, counts({ disorder: 1 }))
})

t.test('a new session may repeat what the old one had', async (t) => {
  const { witness, faults } = makeWitness()
  witness.push(message(1))
  witness.push(message(2))
  witness.sessionBegins()
  t.notOk(witness.push(message(2)))
  witness.push(message(3))
  t.strictSame(faults.counts, noFaults())
})

t.test('a sender does not get its own message back on the session that sent it', async (t) => {
  const { witness, faults } = makeWitness()
  witness.push(message(1, { sender: ME }))
  t.strictSame(faults.counts, counts({ doubled: 1 }))
})

t.test('a later session of the sender may get what an earlier one sent', async (t) => {
  const { witness, faults } = makeWitness()
  witness.sessionBegins()
  t.ok(witness.push(message(1, { sender: ME })))
  t.strictSame(faults.counts, noFaults())
})

t.test('own messages numbered in another order than they were sent are disorder', async (t) => {
  const { witness, faults } = makeWitness()
  witness.acknowledged(message(5, { sender: ME, n: 0 }))
  witness.acknowledged(message(4, { sender: ME, n: 1 }))
  t.strictSame(faults.counts, counts({ disorder: 1 }))
})

t.test('a text that does not fit its checksum is corrupt', async (t) => {
  const { witness, faults } = makeWitness()
  witness.push(message(1, { isIntact: false }))
  t.strictSame(faults.counts, counts({ corrupt: 1 }))
})

t.test('a message of another conversation is corrupt', async (t) => {
  const { witness, faults } = makeWitness()
  witness.push(message(1, { conversation: CONVERSATION + 1 }))
  t.strictSame(faults.counts, counts({ corrupt: 1 }))
})

t.test('two messages under one number: one is lost, and counted once', async (t) => {
  const { witness, faults, log } = makeWitness()
  const friend = makeWitness(FRIEND, log, faults).witness
  friend.acknowledged(message(1, { sender: FRIEND, n: 0 }))
  witness.acknowledged(message(1, { sender: ME, n: 0 }))
  witness.pull(message(1, { sender: FRIEND, n: 0 }))
  t.strictSame(faults.counts, counts({ lost: 1 }))
})

t.test('one message under two numbers is a double', async (t) => {
  const { witness, faults } = makeWitness()
  witness.push(message(1, { n: 7 }))
  witness.push(message(2, { n: 7 }))
  t.strictSame(faults.counts, counts({ doubled: 1 }))
})

t.test('a number from nowhere is named and not followed', async (t) => {
  const { witness, faults } = makeWitness()
  witness.push(message(9_000_000_000_000))
  witness.push(message(0))
  t.equal(witness.seen.highest, 0)
  t.strictSame(faults.counts, counts({ disorder: 2 }))
})

t.test('only the first few of a kind become sentences', async (t) => {
  const { witness, faults } = makeWitness()
  for (let seq = 1; seq <= 100; seq++) witness.push(message(seq, { isIntact: false }))
  t.equal(faults.counts.corrupt, 100)
  t.equal(faults.examples.length, 3)
})
